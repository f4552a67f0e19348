"""Activity: the append-only log of what happened, who did it and when."""
