"""Designs of any size for ``make bench-growth``: each kind repeats one thing ``n`` times.

Names and figures differ from one repetition to the next, as in a real design, so that nothing is
quick because it was seen before. Some kinds break rules: findings cost time as well.
"""

from __future__ import annotations

from tests.bench.growth_designs import decisions, drawings, numbers, texts
from tests.bench.growth_designs.parts import Files, Kind

__all__ = ["KINDS", "Files", "Kind"]

KINDS = (*decisions.KINDS, *numbers.KINDS, *drawings.KINDS, *texts.KINDS)
