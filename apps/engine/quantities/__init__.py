"""Quantities: numbers with units, formulas, roles, and the tables of a capacity plan."""
