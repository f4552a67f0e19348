"""Sequence diagrams: laid out by arithmetic, without an engine."""

from apps.engine.diagrams.draw.sequence.paint import draw_sequence

__all__ = ["draw_sequence"]
