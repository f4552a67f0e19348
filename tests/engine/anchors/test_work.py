"""Large and monotonous texts cost no more than their size: work is counted, not timed."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from apps.engine.anchors import worddiff
from apps.engine.anchors.textmap import TextMap


def equal_lines(n: int) -> tuple[str, str]:
    return "the same line again\n" * n, "the same line again\n" * (n + 1)


def equal_paragraphs(n: int) -> tuple[str, str]:
    return "the same line again\n\n" * n, "the same line again\n\n" * (n - 1)


def similar_items(n: int) -> tuple[str, str]:
    return (
        "".join(f"- item {i} of the list is done\n" for i in range(n)),
        "".join(f"- thing {i} of the list was made\n" for i in range(n)),
    )


def one_long_line(n: int) -> tuple[str, str]:
    return (
        " ".join(f"w{i * 7919 % 997}" for i in range(4 * n)),
        " ".join(f"w{i * 6007 % 991}" for i in range(4 * n)),
    )


def work(old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Calls of Python and C functions, and cells of word comparisons by the machine word."""
    counted = 0

    class Counting:
        opcodes = staticmethod(lambda a, b: count(worddiff_indel.opcodes, a, b))
        normalized_similarity = staticmethod(
            lambda a, b: count(worddiff_indel.normalized_similarity, a, b)
        )

    def count(function: Callable[..., object], a: object, b: object) -> object:
        nonlocal counted
        counted += len(a) * len(b) // 64  # type: ignore[arg-type]
        return function(a, b)

    def called(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    worddiff_indel = worddiff.Indel
    monkeypatch.setattr(worddiff, "Indel", Counting)
    sys.setprofile(called)
    try:
        texts = TextMap(old, new)
        for k in range(5):
            texts.map(k * len(old) // 6, k * len(old) // 6 + 60)
    finally:
        sys.setprofile(None)
        monkeypatch.undo()
    return counted


@pytest.mark.parametrize("make", [equal_lines, equal_paragraphs, similar_items, one_long_line])
def test_twice_the_text_is_at_most_about_twice_the_work(make, monkeypatch):
    small, large = (work(*make(n), monkeypatch) for n in (2500, 5000))
    assert large <= 2.6 * small


def test_a_megabyte_of_ten_thousand_equal_lines_is_answered():
    line = (
        "the same line of about one hundred letters stands here again and again, without any end\n"
    )
    texts = TextMap(line * 12_000, line * 12_000 + "And an end.\n")
    place = 6000 * len(line)
    found = texts.map(place, place + len(line) - 1).found
    assert found is not None
    assert (found.start, found.end) == (place, place + len(line) - 1)
