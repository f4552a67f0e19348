"""Automated rubric checks: one check = one module + one page of the same stem."""
