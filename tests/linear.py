"""Whether work grows with its input, told by processor time and never by the clock."""

from __future__ import annotations

import time
from collections.abc import Callable

FACTOR = 4
GROWTH = 12  # four times the input: linear work takes about 4 times as long, square work 16 times
TOO_SHORT = 0.05  # seconds; what is below is noise


def _seconds(work: Callable[[str], object], source: str, runs: int) -> float:
    """Processor time of the quickest run: other work on the machine only ever adds to it."""
    times = []
    for _ in range(runs):
        started = time.process_time()
        work(source)
        times.append(time.process_time() - started)
    return min(times)


def assert_linear(work: Callable[[str], object], make: Callable[[int], str], size: int) -> None:
    """Four times the input must not take more than twelve times as long."""
    large = _seconds(work, make(size), runs=1)
    if large < TOO_SHORT:
        return
    small = _seconds(work, make(size // FACTOR), runs=3)
    if large > GROWTH * small:
        large = _seconds(work, make(size), runs=3)
    assert large <= GROWTH * small, f"{size} characters: {large:.2f} s, a quarter: {small:.2f} s"
