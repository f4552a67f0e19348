"""Diagrams: one neutral model, a reader per notation, layout and our own safe drawing."""
