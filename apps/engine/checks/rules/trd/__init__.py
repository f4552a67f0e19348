"""Checks of the family TRD."""
