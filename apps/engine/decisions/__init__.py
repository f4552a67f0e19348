"""Decisions: architecture decision records in every common format, and decision matrices."""
