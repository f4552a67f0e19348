"""``make bench-anchors``: are comments carried to the right place in real revision histories?

``HISTORIES=folder`` names a folder with one folder per document and its revisions in order
(``01-....md``, ``02-....md``). Every pair of neighbours, and every pair three revisions apart, is
measured. Exit code 1 when the bar is missed: at least 99.5 % right on unchanged text, at most 2 %
silently wrong on edited or deleted text, no twin mistaken, at most 1.5 ms a comment.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from apps.engine.anchors.carry import Carried, Side, carry
from apps.engine.anchors.create import anchor_text
from apps.engine.text import CanonicalText, canonical_text

HISTORIES = Path(__file__).parent.parent / "samples" / "histories"
TRUTH = """\
How truth is found, without the code that is measured: a text is cut at blank lines into paragraphs,
white space folded; paragraphs are compared with Python's difflib.
  unchanged  the paragraph stands exactly once in both revisions. Comments: the whole paragraph and a
             phrase of it. Right: the same words at that very place.
  edited     the paragraph is alone between two neighbours that are unchanged and still neighbours of
             one paragraph in the new revision, and difflib finds the two 50 to 99.9 % alike. Comments:
             the paragraph and a phrase. Right: inside the new paragraph, and sharing words with it;
             a phrase that still stands once in the new paragraph must be found exactly there.
  deleted    no stretch of the new revision is alike: every new paragraph is below 40 % (difflib) and
             less than half of its five-word sequences occur in the new revision. Any place is wrong.
  twins      the paragraph stands more than once in either revision. Beside a paragraph that stands
             once in both, the copy beside it is right; both sides must agree. Without such company,
             and with fewer copies than before, any place is wrong.
Silently wrong: any place that is offered (exact, carried, edited or relocated) and is not right.
"needs placing" is never silent."""
STATES = ("right", "needs placing", "silently wrong")
PHRASE = 8  # words


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its offsets; ``key`` has single spaces."""

    start: int
    end: int
    key: str


@dataclass(frozen=True)
class Case:
    """A comment and what is right for it: ``low:high`` of the new text, or None for nowhere.

    With ``exact`` the place must be that; without, inside it and sharing words with the comment.
    """

    kind: str
    start: int
    end: int
    low: int | None = None
    high: int | None = None
    exact: bool = False


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


def paragraphs(text: str) -> list[Paragraph]:
    """Paragraphs between blank lines."""
    found = []
    for match in re.finditer(r"\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text):
        raw = match[0].rstrip()
        found.append(Paragraph(match.start(), match.start() + len(raw), " ".join(raw.split())))
    return found


def similarity(a: str, b: str) -> float:
    """difflib's ratio of two texts by words."""
    matcher = SequenceMatcher(None, a.split(), b.split(), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= 0.3 else 0.0


def sequences(text: str) -> set[tuple[str, ...]]:
    """The five-word sequences of a text."""
    words = text.split()
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def phrase(text: str, start: int, end: int, chance: random.Random) -> tuple[int, int] | None:
    """Up to eight words of a paragraph, or None when it has no more than that."""
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text[start:end])]
    if len(words) <= PHRASE:
        return None
    first = chance.randrange(len(words) - PHRASE)
    return start + words[first][0], start + words[first + PHRASE - 1][1]


def cases(old: str, new: str, chance: random.Random) -> Iterator[Case]:
    """Comments whose right answer is known."""
    before, after = paragraphs(old), paragraphs(new)
    counts = [Counter(p.key for p in side) for side in (before, after)]
    where = {p.key: j for j, p in enumerate(after)}
    grams = sequences(new)
    for i, one in enumerate(before):
        times = (counts[0][one.key], counts[1][one.key])
        if times == (1, 1):
            yield from _unchanged(old, new, one, after[where[one.key]], chance)
        elif max(times) > 1:
            yield from _twins(before, after, i, counts, where)
        else:
            target = _between(before, after, i, counts, where)
            if target is not None and 0.5 <= similarity(one.key, target.key) < 0.999:
                yield from _edited(old, new, one, target, chance)
            elif _is_deleted(one, after, grams):
                yield Case("deleted", one.start, one.end)


def _unchanged(
    old: str, new: str, one: Paragraph, other: Paragraph, chance: random.Random
) -> Iterator[Case]:
    yield Case("unchanged", one.start, one.end, other.start, other.end, exact=True)
    part = phrase(old, one.start, one.end, chance)
    if part:
        first = len("".join(old[one.start : part[0]].split()))
        last = len("".join(old[one.start : part[1]].split()))
        signs = [m.start() for m in re.finditer(r"\S", new[other.start : other.end])]
        place = (other.start + signs[first], other.start + signs[last - 1] + 1)
        yield Case("unchanged", *part, *place, exact=True)


def _between(
    before: list[Paragraph],
    after: list[Paragraph],
    i: int,
    counts: list[Counter[str]],
    where: dict[str, int],
) -> Paragraph | None:
    """The new paragraph between the same two unchanged neighbours."""
    if not 0 < i < len(before) - 1:
        return None
    left, right = before[i - 1].key, before[i + 1].key
    if any(count[key] != 1 for count in counts for key in (left, right)):
        return None
    return after[where[left] + 1] if where[right] == where[left] + 2 else None


def _edited(
    old: str, new: str, one: Paragraph, other: Paragraph, chance: random.Random
) -> Iterator[Case]:
    yield Case("edited", one.start, one.end, other.start, other.end)
    part = phrase(old, one.start, one.end, chance)
    if part is None:
        return
    quote = old[part[0] : part[1]]
    if old.count(quote) == 1 and new.count(quote, other.start, other.end) == 1:
        place = new.index(quote, other.start)
        yield Case("edited", *part, place, place + len(quote), exact=True)
    else:
        yield Case("edited", *part, other.start, other.end)


def _is_deleted(one: Paragraph, after: list[Paragraph], grams: set[tuple[str, ...]]) -> bool:
    own = sequences(one.key)
    if len(own) < 4 or len(own & grams) * 2 >= len(own):
        return False
    return all(similarity(one.key, p.key) < 0.4 for p in after)


def _twins(
    before: list[Paragraph],
    after: list[Paragraph],
    i: int,
    counts: list[Counter[str]],
    where: dict[str, int],
) -> Iterator[Case]:
    one, places, company = before[i], set(), 0
    for step in (-1, 1):
        key = before[i + step].key if 0 <= i + step < len(before) else ""
        if counts[0][key] == 1 == counts[1][key]:
            company += 1
            j = where[key] - step
            if 0 <= j < len(after) and after[j].key == one.key:
                places.add(j)
    if len(places) == 1:
        j = places.pop()
        yield Case("twins", one.start, one.end, after[j].start, after[j].end, exact=True)
    elif not company and counts[1][one.key] < counts[0][one.key]:
        yield Case("twins", one.start, one.end)


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
    listed = list(cases(old, new, random.Random(seed)))
    before, after = CanonicalText("design.md", old), CanonicalText("design.md", new)
    anchors = [anchor_text(before, case.start, min(case.end, case.start + 4000)) for case in listed]
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
    for kind in ("unchanged", "edited", "deleted", "twins"):
        counter = tally.counts[kind]
        cells.append(" ".join(f"{counter[state]:5}" for state in STATES))
    return "  ".join([*cells, f"{tally.milliseconds:6.2f}"])


def passed(tally: Tally) -> bool:
    """Whether the bar is met."""
    return (
        tally.comments > 0
        and tally.percent("unchanged", "right") >= 99.5
        and tally.percent("edited", "silently wrong") <= 2.0
        and tally.percent("deleted", "silently wrong") <= 2.0
        and tally.counts["twins"]["silently wrong"] == 0
        and tally.milliseconds <= 1.5
    )


def run(folder: Path, verbose: bool) -> Tally:
    """All documents of a folder, a row each."""
    total = Tally()
    for document in sorted(path for path in folder.iterdir() if path.is_dir()):
        revisions = [
            canonical_text(path.name, path.read_bytes()).text
            for path in sorted(document.iterdir())
            if path.is_file() and path.suffix.lower() in (".md", ".markdown", ".txt", ".rst")
        ]
        tally = Tally()
        for step in (1, 3):
            for n in range(len(revisions) - step):
                seed = f"{document.name} {n + 1}->{n + 1 + step}"
                tally.add(measure(revisions[n], revisions[n + step], seed, verbose))
        if tally.comments:
            print(line(document.name, tally))
        total.add(tally)
    return total


def main(arguments: list[str]) -> int:
    """Measure and compare with the bar."""
    verbose = "--verbose" in arguments
    folders = [one for one in arguments if not one.startswith("--")]
    folder = Path(folders[0]) if folders else HISTORIES
    if not folder.is_dir():
        print(f"{folder} is not a folder; it needs one folder per document.", file=sys.stderr)
        return 2
    print(TRUTH)
    print(
        "\nright, needs placing, silently wrong of each; milliseconds a comment, the diff included"
    )
    print(f"{'':40}  {'unchanged':17}  {'edited':17}  {'deleted':17}  {'twins':17}      ms")
    total = run(folder, verbose)
    print(line("all", total))
    print(
        f"\nunchanged right {total.percent('unchanged', 'right'):.2f} % (>= 99.5); "
        f"edited right {total.percent('edited', 'right'):.1f} %, needs placing "
        f"{total.percent('edited', 'needs placing'):.1f} %, silently wrong "
        f"{total.percent('edited', 'silently wrong'):.2f} % (<= 2); deleted silently wrong "
        f"{total.percent('deleted', 'silently wrong'):.2f} % (<= 2); twins mistaken "
        f"{total.counts['twins']['silently wrong']} (0); {total.milliseconds:.2f} ms a comment (<= 1.5)"
    )
    good = passed(total)
    print("bar met" if good else "bar missed")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
