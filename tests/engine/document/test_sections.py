"""Headings get numbers, slugs, parents and roles."""

from __future__ import annotations

import pytest

from apps.engine.document.markdown import read_markdown
from apps.engine.document.model import Document
from apps.engine.document.sections import roles_of, settle_numbers, vocabulary
from apps.engine.document.slugs import Slugger, github_slug
from apps.engine.text import CanonicalText


def read(source: str) -> Document:
    return read_markdown("design.md", CanonicalText("design.md", source))


@pytest.mark.parametrize(
    ("title", "roles"),
    [
        ("Problem and context", ("problem",)),
        ("Monthly cost", ("cost",)),
        ("Cost estimation", ("cost",)),
        ("Latency budget", ("capacity",)),
        ("Back-of-the-envelope estimates", ("capacity",)),
        ("Reliability and security", ("reliability", "security")),
        ("Security & Reliability", ("security", "reliability")),
        ("Build vs. buy", ("tradeoffs",)),
        ("Scaling up or out", ("tradeoffs",)),
        ("Scaling", ("capacity",)),
        ("CAP", ("tradeoffs",)),
        ("Handicap", ()),
        ("Data model", ("data",)),
        ("Threat model", ("security",)),
        ("System Context Diagram", ("diagrams",)),
        ("Reference architecture", ("architecture",)),
        ("References", ("references",)),
        ("Open-source components", ("architecture",)),
        ("ADR-0007: Cost of GPUs", ("adr",)),
        ("Requirments", ("requirements",)),
        ("Capcity planing", ("capacity",)),
        ("Non-Functional Requirements (NFRs)", ("requirements",)),
        ("Conclusion", ()),
        ("", ()),
    ],
)
def test_a_heading_names_the_roles_whose_words_stand_in_it(title, roles):
    assert set(roles_of(title)) >= set(roles) if roles else roles_of(title) == ()
    if roles:
        assert roles_of(title)[0] == roles[0]


def test_the_vocabulary_has_all_roles_and_ten_required_parts():
    required = [topic.key for topic in vocabulary().values() if topic.required]
    assert len(required) == 10
    assert set(vocabulary()) - set(required) == {"data", "ml", "risks", "references", "adr"}


@pytest.mark.parametrize(
    ("headings", "numbers"),
    [
        (["1. Problem", "1.1 Users", "2. Goals"], ["1", "1.1", "2"]),
        (["1 Problem", "2 Goals"], ["1", "2"]),
        (["5 whys", "Problem"], [None, None]),
        (["100K QPS", "3 zones"], [None, None]),
        (["A. Prices", "IV. Cost", "Section 3: Cost"], ["A", "IV", "3"]),
        (["A service", "I think"], [None, None]),
        (["2.3.4) Fleet"], ["2.3.4"]),
    ],
)
def test_numbers_are_split_from_titles_where_the_document_numbers_its_headings(headings, numbers):
    settled = settle_numbers(headings)
    assert [number for number, _ in settled] == numbers
    assert all(title for _, title in settled)
    kept = [title for number, title in settled if number is None]
    assert all(title in headings for title in kept)


@pytest.mark.parametrize(
    ("heading", "slug"),
    [
        ("Capacity plan", "capacity-plan"),
        ("3. Capacity & cost", "3-capacity--cost"),
        ("🚀 Launch", "-launch"),
        ("What's `p99`?", "whats-p99"),
        ("Überblick_neu", "überblick_neu"),
        ("a  b", "a--b"),
        ("数据 模型", "数据-模型"),
    ],
)
def test_slugs_are_those_of_github(heading, slug):
    plain = heading.replace("`", "")
    assert github_slug(plain) == slug


def test_equal_headings_get_numbered_slugs():
    slugger = Slugger()
    assert [slugger.slug(t) for t in ("A", "A", "a-1", "A")] == ["a", "a-1", "a-1-1", "a-2"]


def test_sections_know_their_parents_and_ends():
    source = "lead\n# T\na\n## One\nb b\n### Deep\nc\n## Two\nd\n"
    document = read(source)
    titles = [s.title for s in document.sections]
    assert titles == ["", "T", "One", "Deep", "Two"]
    assert [s.parent for s in document.sections] == [None, None, 1, 2, 1]
    one = document.sections[2]
    assert source[one.start : one.end] == "## One\nb b\n### Deep\nc\n"
    assert source[one.start : one.own_end] == "## One\nb b\n"
    assert [s.words for s in document.sections] == [1, 1, 2, 1, 1]
    assert document.words == 6
    assert (one.line, one.end_line) == (4, 7)


def test_headings_in_code_quotes_and_comments_are_no_sections():
    source = "# A\n```\n# no\n```\n> # quoted\n\n<!--\n# hidden\n-->\n\n    # indented\n"
    assert [s.title for s in read(source).sections] == ["", "A"]


def test_headings_underlined_and_in_html_are_sections():
    source = 'Title\n=====\n\n<h2 align="center">Cost <b>plan</b></h2>\n\nSub\n---\n'
    document = read(source)
    assert [(s.level, s.title, s.line) for s in document.sections[1:]] == [
        (1, "Title", 1),
        (2, "Cost plan", 4),
        (2, "Sub", 6),
    ]


def test_sections_below_a_decision_record_belong_to_it():
    document = read("# D\n## ADR-0001 Cache\n### Context\n### Decision\n## Cost\n")
    assert [s.role for s in document.sections[1:]] == ["other", "adr", "adr", "adr", "cost"]


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("---\ntitle: Front\n---\n# Head\n", "Head"),
        ("---\ntitle: Front\n---\n## Head\n", "Front"),
        ("## Only\ntext", "Only"),
        ("text", ""),
        ("# 1. Record decisions\n", "1. Record decisions"),
    ],
)
def test_the_title_is_the_first_top_heading_then_the_front_matter(source, title):
    assert read(source).title == title


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Photo search: system design", "other"),
        ("Low-cost video alerts", "other"),
        ("Security and privacy", "security"),
        ("ADR-0003 Buy capacity", "adr"),
    ],
)
def test_the_title_of_a_document_is_a_section_only_when_it_is_nothing_else(title, role):
    assert read(f"# {title}\n## Notes\n").sections[1].role == role
