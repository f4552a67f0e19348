"""``make mutants``: change working code a little, many times, and see whether a test notices.

MUTANTS=150 changes are drawn by SEED=1, the same number from every area (AREAS=anchors,checks for
some). Exit code 1 when less than 0.85 of them are noticed. Each survivor asks for a test, or for
simpler code.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from queue import SimpleQueue
from typing import Final

from tests.bench.mutants.areas import AREAS, ROOT
from tests.bench.mutants.changes import Change, changes_of
from tests.bench.mutants.covering import Chooser, Test, load
from tests.bench.mutants.trying import Copy, Outcome

GOAL: Final = 0.85
COPIES: Final = 2
_DATABASE_TEST: Final = "tests/test_architecture.py::test_models_and_migrations_agree"


def sample(areas: list[str], number: int, seed: str) -> list[Change]:
    """So many changes, shared out among the areas."""
    changes: list[Change] = []
    for position, area in enumerate(areas):
        share = number // len(areas) + (position < number % len(areas))
        # Each area draws for itself: another area more or less changes nothing in it.
        drawn = changes_of(area, ROOT, random.Random(f"{seed}:{area}"))
        changes += islice(drawn, share)
    return changes


def try_all(changes: list[Change], chooser: Chooser) -> tuple[list[Outcome], set[str]]:
    """What became of each change, and the tests that fail even without one."""
    free: SimpleQueue[Copy] = SimpleQueue()
    copies = [Copy(number) for number in range(COPIES)]
    try:
        for copy in copies:
            copy.prepare(_DATABASE_TEST)
            free.put(copy)

        def attempt(change: Change) -> Outcome:
            copy = free.get()
            try:
                return copy.outcome(change, chooser.tests_of(change))
            finally:
                free.put(copy)

        with ThreadPoolExecutor(COPIES) as pool:
            outcomes = list(_told(pool.map(attempt, changes), len(changes)))
        named = sorted({outcome.by for outcome in outcomes if "::" in outcome.by})
        return outcomes, copies[0].failing(named) if named else set()
    finally:
        for copy in copies:
            copy.close()


def _told(outcomes: Iterator[Outcome], total: int) -> Iterator[Outcome]:
    for number, outcome in enumerate(outcomes, 1):
        if not outcome.noticed:
            tests = f"{outcome.tried} tests did not notice" if outcome.tried else outcome.by
            print(f"\nsurvived: {outcome.change.diff}\n  {tests}", flush=True)
        if number % 10 == 0:
            print(f"  {number} of {total} tried", file=sys.stderr, flush=True)
        yield outcome


def report(outcomes: list[Outcome]) -> float:
    """Print the share of noticed changes by area; the share of all."""
    print(f"\n{'area':<12}{'changes':>8}{'noticed':>8}{'share':>8}")
    for area in [*AREAS, ""]:
        rows = [one for one in outcomes if area in {one.change.area, ""}]
        if rows:
            noticed = sum(one.noticed for one in rows)
            share = noticed / len(rows)
            print(f"{area or 'all':<12}{len(rows):>8}{noticed:>8}{share:>8.3f}")
    return share


def main() -> int:
    """Draw, try, report."""
    number, seed = int(os.environ.get("MUTANTS") or 150), os.environ.get("SEED") or "1"
    areas = [name for name in (os.environ.get("AREAS") or "").split(",") if name] or list(AREAS)
    if unknown := set(areas) - set(AREAS):
        print(f"AREAS names {', '.join(sorted(unknown))}; known are {', '.join(AREAS)}.")
        return 2
    tests: list[Test] = load()
    began = time.monotonic()
    changes = sample(areas, number, seed)
    print(f"{len(changes)} changes, seed {seed}, {len(tests)} tests", flush=True)
    outcomes, unsteady = try_all(changes, Chooser(tests))
    share = report(outcomes)
    hung = sum(one.by == "time limit" for one in outcomes)
    print(f"seed {seed}: {hung} by the time limit; {time.monotonic() - began:.0f} s")
    if unsteady:
        print("These tests fail without a change too:", *sorted(unsteady), sep="\n  ")
        return 2
    return 0 if share >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
