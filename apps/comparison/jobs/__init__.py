"""The work that a worker does."""
