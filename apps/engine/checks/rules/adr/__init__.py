"""Checks of the family ADR."""
