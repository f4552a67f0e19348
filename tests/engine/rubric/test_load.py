"""The rubric file is loaded strictly, and every error says where it stands."""

from __future__ import annotations

import pytest

from apps.engine import rubric
from apps.engine.rubric import RubricError

SOURCE = rubric.project1_source()


def _errors(*pairs: tuple[str, str]) -> tuple[str, ...]:
    text = SOURCE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(RubricError) as caught:
        rubric.load(text, "rubric.yaml")
    return caught.value.errors


def test_project_1_has_nine_criteria_and_100_points():
    project = rubric.project1()
    assert [c.id for c in project.criteria] == [f"C{n}" for n in range(1, 10)]
    assert project.points == 100
    assert project.warnings == ()
    assert [p.points for p in project.criteria[1].parts] == [5, 5, 5, 3]
    assert [level.factor for level in project.criteria[3].levels] == [0, 0.4, 0.65, 0.85, 1]


def test_every_level_of_project_1_says_what_it_looks_like():
    levels = [level for c in rubric.project1().criteria for level in c.levels]
    assert all(level.text for level in levels)


def test_the_digest_does_not_depend_on_line_ends():
    crlf = rubric.load(SOURCE.replace("\n", "\r\n"), "rubric.yaml")
    assert crlf.digest == rubric.project1().digest


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        (("    points: 8\n", "    pionts: 8\n"), "unknown key; allowed are checks"),
        (("    points: 8\n", ""), "the key 'points' is missing"),
        (("    points: 8\n", "    points: many\n"), "expected a number >= 0, read 'many'"),
        (("  - id: C2\n", "  - id: C1\n"), "C1 is used twice"),
        (("CAP-006]", "CAP-666]"), "there is no check CAP-666"),
        (("CAP-006]", "DOC-001]"), "DOC-001 is named twice"),
        (("factor: 0.4}", "factor: 2}"), "factors must rise from 0 to 1"),
        (("levels: standard5\n", "levels: other\n"), "there is no set of levels called 'other'"),
        (("component, title: Component diagram, points: 5", "component, title: D, points: 6"),
         "the parts have 19 points, the criterion 18"),
        (("      L4: Targets argued", "      L5: Targets argued"), "L5 is no level of standard5"),
        (("version: 1.0.0", "version: one"), "does not have the expected form"),
        (("criterion: C4", "criterion: C44"), "there is no criterion C44"),
        (("level: L1", "level: L9"), "L9 is no level of C4"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_line_and_path(pair: tuple[str, str], expected: str):
    errors = _errors(pair)
    located = [error for error in errors if expected in error]
    assert located, errors
    name, line, _ = located[0].split(":", 2)
    assert name == "rubric.yaml"
    assert int(line) > 1


def test_all_mistakes_are_told_at_once():
    errors = _errors(("    points: 8\n", "    pionts: 8\n"), ("CAP-006]", "CAP-666]"))
    assert len(errors) >= 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rubric: [", "rubric.yaml:1"),
        ("- a\n- b\n", "expected a mapping"),
        ("a: &x 1\nb: *x\n", "anchors and aliases are not allowed"),
        ("rubric: a\nrubric: b\n", "rubric.yaml:2"),
        ("# " + "x" * 500_001, "larger than 500,000 bytes"),
    ],
)
def test_a_file_that_is_no_rubric_is_refused(text: str, expected: str):
    with pytest.raises(RubricError, match=expected):
        rubric.load(text, "rubric.yaml")


def test_points_other_than_100_are_a_warning():
    loaded = rubric.load(SOURCE.replace("    points: 5\n", "    points: 6\n"), "rubric.yaml")
    assert loaded.warnings == ("rubric.yaml:15: criteria: the points add up to 101, not 100",)
