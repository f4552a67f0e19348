"""Checks of the family DOC."""
