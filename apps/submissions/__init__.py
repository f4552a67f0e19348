"""Submissions: what a team handed in, as immutable revisions of artifacts."""
