"""Which option is chosen, in the words people use; relations between records."""

from __future__ import annotations

import pytest

from apps.engine.decisions.choice import find_option, read_choice, same_option
from apps.engine.decisions.links import resolve
from tests.engine.decisions.reading import BODY, read

OPTIONS = ["GPU L4", "CPU fleet", "Managed endpoint"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Decision: Managed endpoint.", "**Decision: Managed endpoint.**", "> **Decision** — Managed endpoint",
        'Chosen option: "Managed endpoint", because it is simple', "**Chosen option:** the managed endpoint",
        "We choose the managed endpoint because it is simple.", "We decided to use a managed endpoint.",
        "We therefore go with the managed endpoint", "The team decided on Managed endpoint, for its price.",
        "Selected option: Option 3", "We choose the third option.", "Recommendation: ManagedEndpoint",
        "We will use Managed Endpoints.", "Chosen option: `Managed endpoint`",
    ],
)  # fmt: skip
def test_a_choice_is_found_in_the_words_people_use(sentence: str):
    choice = read_choice(sentence, OPTIONS)
    assert choice is not None
    assert choice.index == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "We did not choose the managed endpoint.", "The managed endpoint wins if effort weighs 0.45.",
        "This approach was discussed.", "Chosen option: {title of option 1}",
    ],
)  # fmt: skip
def test_other_sentences_choose_nothing(sentence: str):
    assert read_choice(sentence, OPTIONS) is None


def test_an_option_that_is_not_listed_has_no_index():
    choice = read_choice("We decided for DynamoDB, because it scales.", ["ScyllaDB", "PostgreSQL"])
    assert choice is not None
    assert (choice.words, choice.index) == ("DynamoDB", None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Use Kafka", "Kafka", True), ("ScyllaDB", "Scylla DB", True), ("CPU fleet", "CpuFleet", True),
        ("MADR", "MADR 4.0.0", True), ("PostgreSQL", "Synchronous writes to PostgreSQL", True),
        ("Kafka", "RabbitMQ", False), ("GPU L4", "CPU fleet", False), ("C", "C++", False),
    ],
)  # fmt: skip
def test_options_are_compared_by_their_telling_words(one: str, other: str, same: bool):
    assert same_option(one, other) is same


def test_an_exact_name_wins_over_a_longer_one():
    assert find_option("Kafka", ["Managed Kafka", "Kafka"]) == 1
    assert find_option("the last option", ["a1", "b2", "c3"]) == 2
    assert find_option("Option 9", ["a1", "b2"]) is None


@pytest.mark.parametrize(
    ("status", "links"),
    [
        ("superseded by ADR-0009", [("superseded_by", "ADR-0009")]),
        ("superseded by 0009", [("superseded_by", "0009")]),
        ("Superseded by [ADR 23](/adr/23) and [ADR 26](/adr/26)", [("superseded_by", "/adr/23"), ("superseded_by", "/adr/26")]),
        ("Accepted\n\nSupercedes [2. X](0002-x.md)", [("supersedes", "0002-x.md")]),
        ("Accepted\n\nAmended by [5. Y](0005-y.md)", [("amended_by", "0005-y.md")]),
        ("Accepted\n\nPartly superseded by [5. Y](0005-y.md)", [("amended_by", "0005-y.md")]),
        ("Accepted\n\nClarifies [5. Y](0005-y.md)", [("clarifies", "0005-y.md")]),
        ("Superseded (as never built) by [ADR 32](/adr/32)", [("superseded_by", "/adr/32")]),
        ("superseded by [20201016-use-slug](20201016-use-slug.md)", [("superseded_by", "20201016-use-slug.md")]),
        ("Accepted", []),
    ],
)  # fmt: skip
def test_relations_stand_in_the_status(status: str, links: list[tuple[str, str]]):
    decision = read(f"# X\n\n## Status\n\n{status}\n{BODY}")
    assert [(link.type, link.target) for link in decision.links] == links


def test_relations_stand_in_lines_sentences_and_front_matter_too():
    text = "---\nsupersedes: ADR-3\n---\n# X\n\nAmends: ADR-4\n\nSupersedes ADR-0042.\n" + BODY
    found = {(link.type, link.target) for link in read(text).links}
    assert found == {("supersedes", "ADR-3"), ("amends", "ADR-4"), ("supersedes", "ADR-0042")}


def test_a_table_row_with_nothing_is_no_relation():
    text = "# X\n\n| | |\n|---|---|\n| Status | Accepted |\n| Superseded by: | N/A |\n" + BODY
    assert read(text).links == ()


def test_a_target_is_found_by_path_number_and_name():
    text = "# {}\n\n## Status\n\n{}\n" + BODY
    old = read(text.format("Old", "Superseded by [9. New](0009-new.md)"), "adr/0003-old.md")
    other = read(text.format("Old", "superseded by ADR-9"), "adr/0004-old.md")
    named = read(text.format("Old", "superseded by New"), "adr/0005-old.md")
    new = read(text.format("New", "Accepted"), "adr/0009-new.md")
    for decision in (old, other, named):
        assert resolve(decision.links[0], decision, [old, other, named, new]) is new
    assert resolve(other.links[0], other, [old, other]) is None
