"""Large designs: what is looked up instead of looked through gives the same answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from apps.engine.assemble import assemble
from apps.engine.checks.runner import run
from apps.engine.decision_model import Decision
from apps.engine.decisions import choice, related
from apps.engine.decisions.choice import find_each
from apps.engine.decisions.related import Records
from apps.engine.names.slips import nearest
from apps.engine.package import Package
from apps.engine.reading import read_file
from apps.engine.text import Spans
from tests.bench.growth_designs import KINDS, Kind


def _read(files: dict[str, str]) -> Package:
    return assemble([read_file(path, text.encode()) for path, text in files.items()])


def _record(number: int, *lines: str, title: str = "Use it") -> str:
    more = "\n\n".join(lines)
    return (
        f"# ADR-{number:04d}: {title} {number}\n\n## Status\n\nAccepted\n\n{more}\n\n## Context\n\nIt must "
        "be kept.\n\n## Decision\n\nWe use it.\n\n## Consequences\n\nIt is kept.\n"
    )


def _of_code(package: Package, code: str) -> list[str]:
    return [one.finding.title for one in run(package, only=[code]).findings]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_growing_design_of_the_bench_is_read_and_judged(kind: Kind) -> None:
    package = _read(kind.files(12))
    assert package.document is not None
    assert not run(package).crashed


def test_a_position_lies_in_a_stretch_from_its_start_to_before_its_end() -> None:
    spans = Spans([(30, 40), (2, 5), (4, 9), (50, 50)])
    held = {position for position in range(60) if spans.hold(position)}
    assert held == set(range(2, 9)) | set(range(30, 40))


def test_names_are_found_by_their_words_when_there_are_too_many_for_likeness(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names, options = ["Use Kafka", "kafka streams", "Nothing"], ["Redis", "Kafka", "Use kafka"]
    assert find_each(names, options) == [1, 1, None]
    monkeypatch.setattr(choice, "MAX_PAIRS", 0)
    assert find_each(["Kafka", "Redis", "Nothing", ""], options) == [1, 0, None, None]


def test_records_about_the_same_options_are_found_however_many_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form = '## Considered Options\n\n* {0}\n* {1}\n\n## Decision Outcome\n\nChosen option: "{0}", because.'
    files = {
        f"adr/000{n}-x.md": f"# ADR-000{n}: Choose\n\n## Status\n\nAccepted\n\n{form.format(*pair)}\n"
        for n, pair in enumerate((("Kafka", "SQS"), ("Redis", "Valkey"), ("SQS", "Kafka")), start=1)
    }
    decisions = _read({"design.md": "# D\n\n## Architecture\n\nWords.\n", **files}).decisions

    def about() -> list[int | None]:
        return [d.number for d in Records(decisions, 1).about(["SQS", "Kafka", "Pulsar"])]

    assert about() == [1, 3]
    monkeypatch.setattr(related, "MAX_PAIRS", 0)
    assert about() == [1, 3]


def test_the_nearest_of_many_names_is_the_nearest_of_few() -> None:
    few = ["parts/part-17.md", "parts/whole-17.md"]
    many = [*few, *(f"texts/chapter-of-words-{n}.md" for n in range(1_000))]
    assert nearest("parts/prat-17.md", few, 0.8) == few[0]
    assert nearest("parts/prat-17.md", many, 0.8) == few[0]
    assert nearest("something-else.png", many, 0.8) is None


def test_a_circle_of_records_is_told_once_and_a_way_into_it_is_none() -> None:
    following = {1: 2, 2: 3, 3: 4, 4: 2}
    files = {
        f"adr/{n:04d}-x.md": _record(n, f"Superseded by [ADR-{to:04d}]({to:04d}-x.md)")
        for n, to in following.items()
    }
    package = _read({"design.md": "# D\n\n## Architecture\n\nWords.\n", **files})
    circles = [title for title in _of_code(package, "ADR-008") if "circle" in title]
    assert circles == [
        "Records supersede each other in a circle: ADR-0002 -> ADR-0003 -> ADR-0004 -> ADR-0002"
    ]


def test_a_long_chain_of_records_is_no_circle() -> None:
    files = {
        f"adr/{n:04d}-x.md": _record(n, f"Superseded by [ADR-{n + 1:04d}]({n + 1:04d}-x.md)")
        for n in range(1, 40)
    }
    package = _read({"design.md": "# D\n\n## Architecture\n\nWords.\n", **files})
    assert not [title for title in _of_code(package, "ADR-008") if "circle" in title]


def _sections(between: str) -> tuple[Decision, ...]:
    parts = [
        f"### ADR-{n:04d}: Use it {n}\n\n#### Status\n\nAccepted\n\n#### Context\n\nWords {n}.\n\n"
        f"#### Decision\n\nWe use it {n}.\n\n#### Consequences\n\nIt is kept.\n"
        for n in (1, 2)
    ]
    return _read({"design.md": f"# D\n\n## Decisions\n\n{between.join(parts)}\n"}).decisions


@pytest.mark.parametrize(
    "between", ["\n<!-- a note -->\n", "\n```\n### code\n```\n", "\nwords <!-- not closed\n\n"]
)
def test_a_comment_or_code_beside_a_record_changes_nothing_in_it(between: str) -> None:
    second, plain = _sections(between)[1], _sections("\n")[1]
    assert replace(second, where=plain.where, field_places=plain.field_places) == plain
    assert second.field_places.keys() == plain.field_places.keys()


def test_a_box_elsewhere_in_the_design_says_nothing_about_the_form_of_a_record() -> None:
    package = _read(
        {
            "design.md": "# D\n\n!!! note\n    Read this first.\n\n## Decisions\n\n### ADR-0001: Use it\n\n"
            "#### Context\n\nWords.\n\n#### Decision\n\nWe use it.\n\n#### Consequences\n\nKept.\n"
        }
    )
    assert [decision.format for decision in package.decisions] == ["nygard"]
