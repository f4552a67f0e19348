"""Two packages side by side: rendered blocks with marked words, and drawings of both."""
