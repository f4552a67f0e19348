"""``make bench-growth``: does reading and checking take four times as long for four times the input?

For each kind of thing that can be many in a design it prints the processor seconds at 1x, 4x and
16x and the growth from step to step. Exit code 1 when 4x the input takes more than 5x the time.

What is timed is all that a run does: reading every file, keeping the readings, joining them,
every check, and the JSON of both. Each measurement runs in a process forked from a warm one, as
the site does it, so that no measurement profits from another's caches; of several the least counts.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from itertools import pairwise

from apps.engine import rubric, storage
from apps.engine.assemble import assemble
from apps.engine.checks.runner import run
from apps.engine.output import read_json, report_json
from apps.engine.package import FileReading
from apps.engine.reading import read_file
from tests.bench.growth_designs import KINDS, Files, Kind

STEPS = (1, 4, 16)
GOAL = 5.0
REPEATS = {1: 5, 4: 3, 16: 1}
ROUNDS = 4


def work(files: Files) -> None:
    """All that a run does with the files of a design."""
    kept = [storage.dumps(read_file(path, text.encode())) for path, text in files.items()]
    package = assemble([storage.loads(data, FileReading) for data in kept])
    report = run(package)
    storage.dumps(package)
    json.dumps(read_json(package), ensure_ascii=False)
    json.dumps(report_json(report, package, rubric.project1()), ensure_ascii=False, default=str)


def seconds(files: Files) -> float:
    """Processor seconds of the work on some files, in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        started = time.process_time()
        work(files)
        os.write(writing, str(time.process_time() - started).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        answer = told.read()
    os.waitpid(child, 0)
    if not answer:
        raise RuntimeError("a measurement died")
    return float(answer)


def measure(kind: Kind) -> list[float]:
    """Processor seconds of a kind at every step; what looks too slow is measured once more."""
    sizes = {step: kind.files(kind.smallest * step) for step in STEPS}
    best = {step: min(seconds(sizes[step]) for _ in range(REPEATS[step])) for step in STEPS}
    for _ in range(ROUNDS):
        if max(growth_of(list(best.values()))) <= GOAL:
            break
        best = {step: min(best[step], seconds(sizes[step])) for step in STEPS}
    return list(best.values())


def growth_of(found: list[float]) -> list[float]:
    """How many times as long each step takes as the one before."""
    return [after / before for before, after in pairwise(found)]


def _line(kind: Kind, found: list[float]) -> tuple[str, bool]:
    growth = growth_of(found)
    good = max(growth) <= GOAL
    sizes = "".join(f"{second:9.3f} s" for second in found)
    ratios = "".join(f"{ratio:6.2f}" for ratio in growth)
    verdict = "" if good else "  too much"
    return f"{kind.name:<20}{kind.smallest:>6}{sizes}   {ratios}   goal {GOAL:g}{verdict}", good


def main(names: list[str]) -> int:
    """Measure the kinds whose names are given, or all."""
    known = [kind.name for kind in KINDS]
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"there is no kind {', '.join(unknown)}; there are: {', '.join(known)}")
        return 2
    for kind in KINDS:
        work(kind.files(10))
    gc.collect()
    gc.freeze()
    print(f"{'kind':<20}{'1x':>6}{'1x':>9}  {'4x':>9}  {'16x':>9}     1-4  4-16")
    missed = 0
    for kind in KINDS:
        if names and kind.name not in names:
            continue
        line, good = _line(kind, measure(kind))
        missed += not good
        print(line, flush=True)
    print(f"{missed} kinds grow faster than they should" if missed else "all grow as they should")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
