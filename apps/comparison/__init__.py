"""Two revisions beside each other."""
