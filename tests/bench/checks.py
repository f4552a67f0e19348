"""``make bench-checks``: recall on seeded flaws, silence on harmless rewrites, time per check.

Exit code 1 when recall is below 0.95, a rewrite is not silent, or a flaw makes a check fire that
has nothing to do with it, of any design. ``--folder DIR`` runs the flaws and rewrites of the first
design on another one of the same shape.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from apps.engine.assemble import assemble
from apps.engine.checks.registry import all_checks
from apps.engine.checks.runner import run
from apps.engine.package import Package
from apps.engine.reading import read_file
from tests.bench import flaws_fraud, flaws_search
from tests.bench.anywhere import ANYWHERE
from tests.bench.flaws import FLAWS, Flaw, Variant
from tests.bench.rewrites import REWRITES, Files, Rewrite, edit

SAMPLES = Path(__file__).parent.parent / "samples"
MIN_RECALL = 0.95
LOUD = ("warning", "error", "blocker")

Loud = set[tuple[str, str]]


@dataclass(frozen=True)
class Bench:
    """A design with its flaws and the harmless rewrites of its main file."""

    folder: Path
    main: str
    flaws: Sequence[Flaw]
    rewrites: Mapping[str, Rewrite]

    def files(self) -> Files:
        """The Markdown files of the design by path."""
        found = sorted(self.folder.rglob("*.md"))
        return {str(p.relative_to(self.folder)): p.read_text(encoding="utf-8") for p in found}


BENCHES = (
    Bench(SAMPLES / "recommender", "design.md", FLAWS, REWRITES),
    Bench(SAMPLES / "fraud", "architecture.md", flaws_fraud.FLAWS, ANYWHERE),
    Bench(SAMPLES / "search", "docs/design.md", flaws_search.FLAWS, ANYWHERE),
)


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


def measure_recall(
    design: Files, baseline: Loud, flaws: Sequence[Flaw] = FLAWS
) -> tuple[int, int, list[str]]:
    """Caught variants, all variants, and what was missed or fired besides."""
    caught, total, notes = 0, 0, []
    installed = {check.code for check in all_checks()}
    for flaw in flaws:
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


def measure_silence(
    design: Files,
    baseline: Loud,
    rewrites: Mapping[str, Rewrite] = REWRITES,
    main_file: str = "design.md",
) -> tuple[int, list[str]]:
    """Silent rewrites, and what changed in the others."""
    silent, notes = 0, []
    for name, rewrite in rewrites.items():
        found = loud({**design, main_file: rewrite(design[main_file])})
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


def _measure(bench: Bench) -> tuple[int, int, int, int]:
    """Caught wordings, all wordings, silent rewrites, wordings that fired something besides."""
    design = bench.files()
    baseline = loud(design)
    codes = ", ".join(sorted({code for code, _ in baseline})) or "no finding of warning or above"
    print(f"design     {bench.folder.name}: {codes}")
    caught, total, notes = measure_recall(design, baseline, bench.flaws)
    silent, loud_notes = measure_silence(design, baseline, bench.rewrites, bench.main)
    for note in notes + loud_notes:
        print(f"  {note}")
    besides = sum(note.startswith("besides") for note in notes)
    print(
        f"  recall {caught} of {total}, silent {silent} of {len(bench.rewrites)}, besides {besides}"
    )
    return caught, total, silent, besides


def main() -> int:
    """Run the bench on all designs and print its figures."""
    benches: tuple[Bench, ...] = BENCHES
    if "--folder" in sys.argv:
        folder = Path(sys.argv[sys.argv.index("--folder") + 1])
        benches = (Bench(folder, "design.md", FLAWS, REWRITES),)
    results = [_measure(bench) for bench in benches]
    for milliseconds, code in sorted(time_checks(benches[0].files()), reverse=True):
        print(f"  {code}  {milliseconds:7.2f} ms")
    caught, total, silent, besides = (sum(column) for column in zip(*results, strict=True))
    rewrites = sum(len(bench.rewrites) for bench in benches)
    print(f"recall     {caught / total:.3f} ({caught} of {total} wordings)")
    print(f"silence    {silent} of {rewrites} harmless rewrites")
    print(f"besides    {besides} variants fired a check that has nothing to do with the flaw")
    return 0 if caught / total >= MIN_RECALL and silent == rewrites and not besides else 1


if __name__ == "__main__":
    sys.exit(main())
