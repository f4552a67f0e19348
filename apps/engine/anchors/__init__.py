"""Anchors: where a comment stands in a revision, and where it stands in the next one."""
