"""When two numbers agree, and what a wrong ratio usually means."""

from __future__ import annotations

import math
from collections.abc import Mapping

BASE_TOLERANCE = 0.02
MAX_TOLERANCE = 0.05
AVAILABILITY_TOLERANCE = 0.05


def tolerance(stated: float, step: float) -> float:
    """Relative tolerance: 2 %, or half a unit of the last printed digit, at most 5 %."""
    printed = abs(step / 2 / stated) if stated else 0.0
    return min(MAX_TOLERANCE, max(BASE_TOLERANCE, printed))


def difference(stated: float, computed: float) -> float:
    """Relative difference to the computed value; infinite when only that is zero."""
    if stated == computed:
        return 0.0
    return abs(stated - computed) / abs(computed) if computed else math.inf


def agrees(stated: float, computed: float, step: float = 0.0) -> bool:
    """Whether a stated and a computed value agree within the tolerance."""
    return difference(stated, computed) <= tolerance(stated, step) * (1 + 1e-9)


def availability_agrees(first: float, second: float, step: float = 0.0) -> bool:
    """Whether two availabilities (fractions) promise the same: compared as the share of downtime.

    ``step`` is one unit of the last printed digit, as a fraction (99.95 % has 0.0001).
    """
    down, other = 1 - first, 1 - second
    allowed = max(AVAILABILITY_TOLERANCE * max(down, other), step / 2)
    return abs(down - other) <= allowed * (1 + 1e-9) + 1e-12


_RATIOS: tuple[tuple[float, str], ...] = (
    (8, "bits/bytes"), (1e3, "K/M/B prefix or ms/s"), (1e6, "K/M/B prefix"), (1e9, "K/M/B prefix"),
    (60, "seconds/minutes"), (3600, "seconds/hours"), (86400, "seconds/days"), (24, "hours/days"),
    (30, "days/months"), (365, "days/years"), (12, "months/years"), (730, "hours/months"),
    (720, "hours/months"), (744, "hours/months"), (100, "percent"), (10, "a digit"),
    (8e3, "bits/bytes and a prefix"), (8e6, "bits/bytes and a prefix"), (1e12, "K/M/B prefix"),
)  # fmt: skip


def diagnose(stated: float, computed: float, factors: Mapping[str, float] | None = None) -> str:
    """What the ratio of two values suggests: "factor 8: bits/bytes?", or an empty string.

    ``factors`` are other declared factors by name (peak factor, replication, hit ratio ...).
    """
    if not stated or not computed or (stated < 0) != (computed < 0):
        return ""
    ratio = stated / computed
    size = max(ratio, 1 / ratio)
    for name, factor in (factors or {}).items():
        if factor > 0 and factor != 1 and _near(size, max(factor, 1 / factor)):
            return f"the factor is {name}: is it missing or applied twice?"
    for known, meaning in _RATIOS:
        if _near(size, known):
            return f"factor {known:,.0f}: {meaning}?"
    for power in range(1, 6):
        if _near(size, 1.024**power, 0.002):
            return "1000 or 1024 bytes per step?"
    return ""


_CONVERSIONS = (
    8.0,
    1e3,
    1e6,
    1e9,
    1e12,
    60.0,
    3600.0,
    86400.0,
    24.0,
    30.0,
    365.0,
    8e3,
    8e6,
    8e9,
    3.6e6,
)


def may_be_conversion(stated: float, computed: float) -> bool:
    """Whether two values differ by what a change of unit would explain (8, 1000, 3600, 1024 ...)."""
    if stated <= 0 or computed <= 0:
        return False
    size = max(stated / computed, computed / stated)
    return any(_near(size, known) for known in _CONVERSIONS) or binary_ratio(stated, computed)


def _near(size: float, known: float, allowed: float = 0.01) -> bool:
    return abs(size / known - 1) <= allowed


def binary_ratio(stated: float, computed: float) -> bool:
    """Whether two sizes differ by a power of 1024/1000 (KB, MB, GB, TB, PB)."""
    if stated <= 0 or computed <= 0:
        return False
    size = max(stated / computed, computed / stated)
    return any(_near(size, 1.024**power, 0.004) for power in range(1, 6))
