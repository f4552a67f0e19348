"""Checks of the family DIA."""
