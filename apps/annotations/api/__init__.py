"""REST API: threads, comments, drafts, places, and what is new."""
