"""Pages: the table of threads, the action list, the draft of the next revision."""
