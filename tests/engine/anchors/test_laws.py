"""What holds for every text and every comment."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.engine.anchors.following import follow_span

WORDS = st.sampled_from(
    "cache queue store zone cost the of 12 GPU latency 缓存 队列 e\u0301tat 🚀 p99 — budget , .".split()
)
PARAGRAPHS = st.lists(
    st.lists(WORDS, min_size=1, max_size=14).map(" ".join), min_size=1, max_size=9
)


@st.composite
def spans(draw: st.DrawFn, text: str) -> tuple[int, int]:
    """A stretch of a text with something in it."""
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, min(len(text), start + 80)))
    assume(text[start:end].strip())
    return start, end


@given(st.data(), PARAGRAPHS)
def test_carrying_into_the_same_text_changes_nothing(data, paragraphs):
    text = "\n\n".join(paragraphs)
    start, end = data.draw(spans(text))
    assert follow_span(text, text, start, end) == ("exact", (start, end))


@given(st.data(), PARAGRAPHS)
def test_carrying_over_a_new_first_paragraph_shifts_by_its_length(data, paragraphs):
    text, added = "\n\n".join(paragraphs), "Entirely different introduction.\n\n"
    start, end = data.draw(spans(text))
    assume(text[start:end] == text[start:end].strip())
    state, place = follow_span(text, added + text, start, end)
    assert (state, place) == ("carried", (start + len(added), end + len(added)))


@given(st.data(), st.lists(st.integers(0, 10_000), min_size=2, max_size=12, unique=True))
def test_a_paragraph_that_stands_once_in_both_is_always_found(data, numbers):
    paragraphs = [f"Requirement {n} says what part {n} of the system must do." for n in numbers]
    moved = data.draw(st.permutations(paragraphs))
    old, new = "\n\n".join(paragraphs), "\n\n".join(moved)
    one = data.draw(st.sampled_from(paragraphs))
    start, place = old.index(one), new.index(one)
    assert follow_span(old, new, start, start + len(one))[1] == (place, place + len(one))


@given(st.data(), PARAGRAPHS, PARAGRAPHS)
def test_an_answer_is_a_stretch_of_the_new_text_that_shares_a_word(data, old_parts, new_parts):
    old, new = "\n\n".join(old_parts), "\n\n".join(new_parts)
    start, end = data.draw(spans(old))
    state, place = follow_span(old, new, start, end)
    assert (place is None) == (state == "needs_placing")
    if place is not None:
        assert 0 <= place[0] < place[1] <= len(new)
        assert set(old[start:end]) & set(new[slice(*place)])


@given(st.data(), PARAGRAPHS, st.integers(0, 8))
def test_a_deleted_paragraph_with_words_of_its_own_never_attaches(data, paragraphs, at):
    own = "Unrepeatable sentences mention neither neighbours nor anything kept elsewhere"
    at = min(at, len(paragraphs))
    old = "\n\n".join([*paragraphs[:at], own, *paragraphs[at:]])
    start = old.index(own)
    low = data.draw(st.integers(0, len(own) - 10))
    high = data.draw(st.integers(low + 10, len(own)))
    new = "\n\n".join(paragraphs)
    assert follow_span(old, new, start + low, start + high) == ("needs_placing", None)


@given(PARAGRAPHS, st.data())
def test_one_of_two_equal_paragraphs_never_attaches_to_the_other(paragraphs, data):
    twin = "The very same promise of fifty milliseconds is made here."
    first = data.draw(st.integers(0, len(paragraphs)))
    second = data.draw(st.integers(first, len(paragraphs)))
    old = [*paragraphs[:first], twin, *paragraphs[first:second], twin, *paragraphs[second:]]
    gone = data.draw(st.booleans())
    new = old[:first] + old[first + 1 :] if gone else old[: second + 1] + old[second + 2 :]
    before, after = "\n\n".join(old), "\n\n".join(new)
    place = before.index(twin) if gone else before.rindex(twin)
    assert follow_span(before, after, place, place + len(twin)) == ("needs_placing", None)
