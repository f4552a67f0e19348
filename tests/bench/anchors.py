"""``make bench-anchors``: are comments carried to the right place in real revision histories?

``HISTORIES=folder`` names a folder with one folder per document and its revisions in order of their
names. Every pair of neighbours, and every pair three revisions apart, is measured. ``--verbose``
shows every case that went wrong. Exit code 1 when the bar is missed: at least 99.5 % right on
unchanged text, at most 2 % silently wrong on edited or deleted text, no twin mistaken, at most 1.5 ms
a comment; 2 when there is nothing to measure.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from apps.engine.anchors.carry import Carried, Side, carry
from apps.engine.anchors.create import anchor_text
from apps.engine.text import CanonicalText, canonical_text
from tests.bench.anchor_truth import TRUTH, Case, Truth

HISTORIES = Path(__file__).parent.parent / "samples" / "histories"
SUFFIXES = (".md", ".markdown", ".mdx", ".txt", ".rst", ".adoc", "")
STEPS = (1, 3)  # neighbours, and three revisions apart
CHANGED = ("edited", "deleted", "phrase")
KINDS = ("unchanged", "edited", "deleted", "phrase", "twins")
STATES = ("right", "needs placing", "silently wrong")


@dataclass
class Tally:
    """Counts per kind and result, and the time spent."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    seconds: float = 0.0
    comments: int = 0

    def add(self, other: Tally) -> None:
        """Add another tally."""
        for kind, counter in other.counts.items():
            self.counts[kind].update(counter)
        self.seconds += other.seconds
        self.comments += other.comments

    def percent(self, kind: str, result: str) -> float:
        """Share of a result among the comments of a kind, in percent."""
        total = sum(self.counts[kind].values())
        return 100 * self.counts[kind][result] / total if total else 0.0

    @property
    def milliseconds(self) -> float:
        """Time per comment."""
        return 1000 * self.seconds / self.comments if self.comments else 0.0


def judge(case: Case, carried: Carried, old: str, new: str) -> str:
    """right, needs placing or silently wrong."""
    if carried.anchor is None:
        return "right" if case.low is None else "needs placing"
    start, end = carried.anchor.range
    if case.low is None or case.high is None:
        return "silently wrong"
    if case.exact:
        return "right" if (start, end) == (case.low, case.high) else "silently wrong"
    if not case.low <= start < end <= case.high:
        return "silently wrong"
    quote, words = old[case.start : case.end].split(), set(new[start:end].split())
    shared = sum(word in words for word in quote)
    return "right" if shared * 3 >= len(quote) else "silently wrong"


def measure(old: str, new: str, seed: str, verbose: bool = False) -> Tally:
    """One pair of revisions."""
    listed = list(Truth(old, new, random.Random(seed)).cases())
    before, after = CanonicalText("design.md", old), CanonicalText("design.md", new)
    anchors = [anchor_text(before, case.start, case.end) for case in listed]
    tally = Tally(comments=len(listed))
    start = time.perf_counter()
    result = carry(anchors, old=Side({"design.md": before}), new=Side({"design.md": after}))
    tally.seconds = time.perf_counter() - start
    for case, carried in zip(listed, result, strict=True):
        verdict = judge(case, carried, old, new)
        tally.counts[case.kind][verdict] += 1
        if verbose and (
            verdict == "silently wrong" or (case.kind == "unchanged" and verdict != "right")
        ):
            show(case, carried, (old, new), f"{seed} {case.kind} {verdict}")
    return tally


def show(case: Case, carried: Carried, texts: tuple[str, str], title: str) -> None:
    """Print a case that went wrong."""
    old, new = texts
    print(f"--- {title} ({carried.state}, {carried.method}, {carried.score:.2f})")
    print(f"  old:  {old[case.start : case.end]!r}")
    if case.low is not None:
        print(f"  true: {new[case.low : case.high]!r}")
    if carried.anchor is not None:
        start, end = carried.anchor.range
        print(f"  got:  {new[start:end]!r}")


def line(name: str, tally: Tally) -> str:
    """A row of the table."""
    cells = [f"{name[:40]:40}"]
    for kind in KINDS:
        counter = tally.counts[kind]
        cells.append(" ".join(f"{counter[state]:5}" for state in STATES))
    return "  ".join([*cells, f"{tally.milliseconds:6.2f}"])


def passed(tally: Tally) -> bool:
    """Whether the bar is met."""
    return (
        tally.comments > 0
        and tally.percent("unchanged", "right") >= 99.5
        and all(tally.percent(kind, "silently wrong") <= 2.0 for kind in CHANGED)
        and tally.counts["twins"]["silently wrong"] == 0
        and tally.milliseconds <= 1.5
    )


def histories(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Name and revisions in order of every folder that holds at least two."""
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for document in sorted(folders):
        files = [p for p in document.iterdir() if p.is_file() and p.suffix.lower() in SUFFIXES]
        files = [path for path in files if path.stem.upper() not in ("README", "SOURCES")]
        if len(files) > 1:
            files.sort(key=lambda path: _natural(path.name))
            texts = [canonical_text(path.name, path.read_bytes()).text for path in files]
            yield document.name, texts


def _natural(name: str) -> list[str | int]:
    """A key by which 10 comes after 9."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name)]


def run(folder: Path, verbose: bool) -> Tally:
    """All documents of a folder, a row each."""
    total = Tally()
    for name, revisions in histories(folder):
        tally = Tally()
        for step in STEPS:
            for n in range(len(revisions) - step):
                seed = f"{name} {n + 1}->{n + 1 + step}"
                tally.add(measure(revisions[n], revisions[n + step], seed, verbose))
        if tally.comments:
            print(line(name, tally))
        total.add(tally)
    return total


def summary(total: Tally) -> str:
    """The figures beside the bar."""
    changed = sum((total.counts[kind] for kind in CHANGED), Counter[str]())
    share = 100 * changed["silently wrong"] / max(1, sum(changed.values()))
    rows = [
        f"unchanged right        {total.percent('unchanged', 'right'):6.2f} %  (>= 99.5)",
        f"edited right           {total.percent('edited', 'right'):6.2f} %",
        f"edited needs placing   {total.percent('edited', 'needs placing'):6.2f} %",
        *(
            f"{kind + ' silently wrong':22} {total.percent(kind, 'silently wrong'):6.2f} %  (<= 2)"
            for kind in CHANGED
        ),
        f"these together         {share:6.2f} %",
        f"twins mistaken         {total.counts['twins']['silently wrong']:6}    (0)",
        f"a comment              {total.milliseconds:6.2f} ms (<= 1.5)",
    ]
    return "\n".join(rows)


def main(arguments: list[str]) -> int:
    """Measure and compare with the bar."""
    verbose = "--verbose" in arguments
    folders = [one for one in arguments if one and not one.startswith("--")]
    folder = Path(folders[0]) if folders else HISTORIES
    if not folder.is_dir():
        print(f"{folder} is not a folder; it needs one folder per document.", file=sys.stderr)
        return 2
    print(TRUTH)
    print(
        "\nright, needs placing, silently wrong of each; milliseconds a comment, the diff included"
    )
    print(f"{'':40}  " + "  ".join(f"{kind:17}" for kind in KINDS) + "      ms")
    total = run(folder, verbose)
    if not total.comments:
        print(f"{folder} holds no two revisions of a document.", file=sys.stderr)
        return 2
    print(line("all", total))
    print("\n" + summary(total))
    good = passed(total)
    print("bar met" if good else "bar missed")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
