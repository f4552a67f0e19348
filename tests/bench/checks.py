"""``make bench-checks``: recall on seeded flaws, silence on harmless rewrites, time per check.

Exit code 1 when recall is below 0.95, a rewrite is not silent, or a flaw makes a check fire that
has nothing to do with it. ``--folder DIR`` runs the same on another design of the same shape.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from apps.engine.assemble import assemble
from apps.engine.checks.registry import all_checks
from apps.engine.checks.runner import run
from apps.engine.package import Package
from apps.engine.reading import read_file
from tests.bench.flaws import FLAWS, Flaw, Variant
from tests.bench.rewrites import REWRITES, Files, edit

SAMPLE = Path(__file__).parent.parent / "samples" / "recommender"
MIN_RECALL = 0.95
LOUD = ("warning", "error", "blocker")

Loud = set[tuple[str, str]]


def read(files: Files) -> Package:
    """The package of some texts."""
    return assemble([read_file(path, text.encode()) for path, text in files.items()])


def loud(files: Files) -> Loud:
    """(code, subject) of every finding of warning or above that counts."""
    return {
        (f.finding.code, f.subject)
        for f in run(read(files)).findings
        if f.counts and f.finding.severity in LOUD
    }


def seeded(design: Files, variant: Variant) -> Files:
    """The design with one wording of a flaw."""
    files = dict(design)
    if variant.rewrite:
        files["design.md"] = REWRITES[variant.rewrite](files["design.md"])
    files[variant.file] = edit(files[variant.file], *variant.pairs)
    return files


def measure_recall(design: Files, baseline: Loud) -> tuple[int, int, list[str]]:
    """Caught variants, all variants, and what was missed or fired besides."""
    caught, total, notes = 0, 0, []
    installed = {check.code for check in all_checks()}
    for flaw in FLAWS:
        if flaw.must not in installed:
            print(f"  skipped    {flaw.name} ({flaw.must} is not installed)")
            continue
        for number, variant in enumerate(flaw.variants, start=1):
            new = {code for code, _ in loud(seeded(design, variant)) - baseline}
            total += 1
            caught += flaw.must in new
            notes += _notes(flaw, number, new)
    return caught, total, notes


def _notes(flaw: Flaw, number: int, new: set[str]) -> list[str]:
    name = f"{flaw.name}, wording {number}"
    missed = [] if flaw.must in new else [f"missed     {name}: {flaw.must}"]
    besides = new - {flaw.must} - flaw.follow
    return missed + [f"besides    {name}: {', '.join(sorted(besides))}" for _ in besides][:1]


def measure_silence(design: Files, baseline: Loud) -> tuple[int, list[str]]:
    """Silent rewrites, and what changed in the others."""
    silent, notes = 0, []
    for name, rewrite in REWRITES.items():
        found = loud({**design, "design.md": rewrite(design["design.md"])})
        codes, before = {code for code, _ in found}, {code for code, _ in baseline}
        silent += codes == before
        if codes != before:
            notes.append(f"not silent {name}: {sorted(codes ^ before)}")
    return silent, notes


def time_checks(design: Files) -> list[tuple[float, str]]:
    """Median milliseconds of every check on the design."""
    package = read(design)
    run(package)
    rows = []
    for check in all_checks():
        times = []
        for _ in range(5):
            started = time.perf_counter()
            run(package, checks=[check])
            times.append((time.perf_counter() - started) * 1000)
        rows.append((statistics.median(times), check.code))
    return rows


def main() -> int:
    """Run the bench and print its figures."""
    folder = Path(sys.argv[sys.argv.index("--folder") + 1]) if "--folder" in sys.argv else SAMPLE
    design = {
        str(p.relative_to(folder)): p.read_text(encoding="utf-8") for p in folder.rglob("*.md")
    }
    baseline = loud(design)
    print(f"design     {sorted(baseline) or 'no finding of warning or above'}")
    caught, total, notes = measure_recall(design, baseline)
    silent, loud_notes = measure_silence(design, baseline)
    for note in notes + loud_notes:
        print(f"  {note}")
    for milliseconds, code in sorted(time_checks(design), reverse=True):
        print(f"  {code}  {milliseconds:7.2f} ms")
    recall = caught / total
    print(f"recall     {recall:.3f} ({caught} of {total} wordings of {len(FLAWS)} flaws)")
    print(f"silence    {silent} of {len(REWRITES)} harmless rewrites")
    besides = sum(note.startswith("besides") for note in notes)
    print(f"besides    {besides} variants fired a check that has nothing to do with the flaw")
    return 0 if recall >= MIN_RECALL and silent == len(REWRITES) and not besides else 1


if __name__ == "__main__":
    sys.exit(main())
