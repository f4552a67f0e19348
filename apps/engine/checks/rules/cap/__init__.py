"""Checks of the family CAP."""
