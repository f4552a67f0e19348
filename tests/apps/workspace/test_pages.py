"""What the pages show, without a request: places, cards, filters, readiness, marks, reading."""

from __future__ import annotations

import pytest

from apps.common.params import Params
from apps.workspace.pages.filters import filters_from
from apps.workspace.pages.finding_cards import CardMaker
from apps.workspace.pages.marks import Mark, mark_html, mark_svg, with_line_ids
from apps.workspace.pages.places import Places
from apps.workspace.pages.reading import reading_view
from apps.workspace.pages.report import UNFOLDED, report_view

WHERE = {
    "artifact": "design.md", "start": 40, "end": 60, "line": 5, "end_line": 5,
    "element": None, "page": None, "bbox": None,
}  # fmt: skip
REVISION = "r" * 26
READING = {
    "main": "design.md",
    "artifacts": [
        {"path": "design.md", "role": "main", "type": "markdown", "size": 9, "skipped_reason": None},
        {"path": "x.docx", "role": "asset", "type": "docx", "size": 9, "skipped_reason": "Not yet."},
    ],
    "document": {"sections": [{"title": "Fleet", "line": 4, "level": 2}], "title": "R", "words": 9},
    "tables": [{
        "where": {**WHERE, "line": 3, "end_line": 8}, "role": "fleet",
        "header": ["Component", "Replicas"], "rows": [["Ranker", "183"]],
    }],
    "quantities": [
        {"name": "Peak", "symbol": "p", "value": 100.0, "unit": "QPS", "formula": "a*b",
         "computed": 800.0, "source": "table", "where": WHERE},
        {"name": "Same", "symbol": "s", "value": 5.0, "unit": "", "formula": "b",
         "computed": 5.0, "source": "table", "where": WHERE},
    ],
    "diagrams": [{
        "key": "fig-1", "title": "Figure 1", "kind": "component", "notation": "mermaid",
        "supported": True, "error": None, "problems": [], "where": WHERE, "groups": [],
        "participants": [], "messages": [],
        "nodes": [{"key": "fig-1/node:a", "id": "a", "name": "Ranker", "label": "Ranker",
                   "kind": "service", "replicas": 3, "line": 5}],
        "edges": [{"key": "fig-1/edge:a->b#0", "source": "a", "target": "b", "label": "", "line": 5}],
    }],
    "decisions": [], "matrices": [], "warnings": ["Two conventions.", "Two conventions."],
}  # fmt: skip


def finding(code="CAP-008", severity="error", identity="a" * 64, **more):
    base = {
        "code": code, "severity": severity, "identity": identity, "state": "1", "title": f"{code} title",
        "message": "We read 183.", "hint": "Use 210.", "criteria": ["C4"], "stage": "stable",
        "confidence": 1.0, "where": WHERE, "computed": {"needed_replicas": 210},
        "evidence": [{"where": WHERE, "quote": "| Ranker | 183 |"}],
        "caused_by": None, "ignored": None,
    }  # fmt: skip
    return {**base, **more}


def report(*findings, outcomes=()):
    return {
        "main": "design.md",
        "findings": list(findings),
        "outcomes": [
            {"code": code, "outcome": outcome, "reason": "why", "stage": stage, "title": code}
            for code, outcome, stage in outcomes
        ],
        "readiness": [{"criterion": "C4", "title": "Capacity", "points": 15.0, "checks": ["CAP-008", "CAP-004"]}],
        "warnings": [],
    }  # fmt: skip


@pytest.fixture
def places():
    return Places(REVISION, READING)


def view_of(places, content, query=(), *, see_preview=False, **more):
    cards = CardMaker(places, READING, **more).cards(content["findings"])
    return report_view(content, cards, filters_from(Params(dict(query))), see_preview=see_preview)


def test_a_place_is_named_by_section_and_line_and_leads_into_the_document(places):
    link = places.link(WHERE)
    assert link.label == "Fleet, line 5"
    assert link.url == f"/r/{REVISION}/document/design.md?at=40#L5"
    assert link.icon == "table"


def test_a_diagram_element_is_named_by_figure_and_label(places):
    node = places.link({**WHERE, "element": "fig-1/node:a"})
    assert node.label == "Figure 1: Ranker"
    assert node.url.endswith("#fig-1/node:a")
    assert places.link({**WHERE, "element": "fig-1/edge:a->b#0"}).label == "Figure 1: a → b"


def test_a_finding_about_the_whole_package_has_no_link(places):
    assert places.link({"artifact": ""}) is None


def test_a_quoted_table_row_stands_under_its_header(places):
    card = CardMaker(places, READING).card(finding())
    assert card.quotes[0].row.cells == (("Component", "Ranker"), ("Replicas", "183"))
    assert card.computed == (("needed replicas", 210),)


def test_a_finding_is_new_changed_or_the_same_against_the_revision_before(places):
    maker = CardMaker(places, READING, before={"b": "1", "c": "0"})
    fates = [maker.card(finding(identity=one)).fate for one in ("a", "b", "c")]
    assert fates == ["new", "same", "changed"]


def test_students_do_not_see_what_checks_in_preview_found(places):
    content = report(
        finding(), finding("CAP-004", identity="b" * 64, stage="preview"),
        outcomes=[("CAP-008", "finding", "stable"), ("CAP-004", "finding", "preview")],
    )  # fmt: skip
    student, staff = view_of(places, content), view_of(places, content, see_preview=True)
    assert (student.total, staff.total) == (1, 2)
    assert student.counts["checks"] == 1
    assert student.readiness[0].applicable == 1
    assert staff.readiness[0].errors == 2


def test_muted_and_ignored_findings_stay_listed_and_do_not_count(places):
    content = report(
        finding(),
        finding("CAP-009", identity="b" * 64, caused_by="a" * 64),
        finding("CAP-010", identity="c" * 64, ignored="we shed load"),
    )
    view = view_of(places, content)
    assert view.total == 1
    assert view.muted[0].cause == "CAP-008 CAP-008 title"
    assert view.ignored[0].ignored == "we shed load"


def test_at_most_25_findings_are_unfolded(places):
    many = [finding(identity=f"{n:064x}", severity="warning") for n in range(40)]
    view = view_of(places, report(*many))
    assert (view.shown, view.hidden) == (UNFOLDED, 15)
    assert view_of(places, report(*many), {"all": "1"}).hidden == 0


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"severity": "warning"}, ["ADR-010"]),
        ({"criterion": "C4"}, ["CAP-008"]),
        ({"q": "adr title"}, ["ADR-010"]),
        ({"artifact": "adr/1.md"}, ["ADR-010"]),
        ({"state": "new"}, ["ADR-010"]),
        ({"severity": "nonsense"}, ["CAP-008", "ADR-010"]),
    ],
)
def test_filters_keep_what_fits(places, query, codes):
    elsewhere = {**WHERE, "artifact": "adr/1.md"}
    content = report(
        finding(),
        finding("ADR-010", "warning", "b" * 64, criteria=["C7"], where=elsewhere, evidence=[]),
    )
    view = view_of(places, content, query, before={"a" * 64: "1"})
    assert [card.code for group in view.groups for card in group.cards] == codes


def test_findings_group_by_place_with_the_main_document_first(places):
    elsewhere = {**WHERE, "artifact": "adr/1.md"}
    content = report(finding(identity="b" * 64, where=elsewhere), finding())
    view = view_of(places, content, {"group": "place"})
    assert [group.key for group in view.groups] == ["design.md", "adr/1.md"]


def test_readiness_counts_what_could_not_be_read_as_unclear_never_as_missing(places):
    content = report(
        outcomes=[("CAP-008", "pass", "stable"), ("CAP-004", "not_assessable", "stable")]
    )
    row = view_of(places, content).readiness[0]
    assert (row.passed, row.applicable, row.unknown, row.errors) == (1, 2, 1, 0)
    assert row.tone == "unknown"
    assert row.verdict == "1 unclear"


HTML = (
    '<p data-src-start="0" data-src-end="20">One &amp; two</p>'
    '<table data-src-start="30" data-src-end="80"><tr><td data-src-start="40" data-src-end="46">a</td>'
    '<td data-src-start="50" data-src-end="53">183</td></tr></table>'
)


def test_a_cell_is_marked_rather_than_its_table():
    marked = mark_html(HTML, [Mark(50, 53, "error", "abc", 'Too "few"')])
    assert marked.count("data-mark") == 1
    assert 'data-src-end="53" data-mark="abc" data-tone="error">' in marked
    assert "Too &quot;few&quot;" in marked


def test_the_innermost_block_of_an_offset_becomes_the_target():
    assert '<p data-src-start="0" data-src-end="20" data-at="">' in mark_html(HTML, [], focus=5)


def test_an_offset_outside_every_block_marks_the_next_one():
    assert '<table data-src-start="30" data-src-end="80" data-mark' in mark_html(
        HTML.replace("td ", "b "), [Mark(25, 26, "info", "x", "t")]
    )


def test_a_footnote_that_is_shown_last_is_found_where_it_stands():
    page = "".join(
        f'<p data-src-start="{start}" data-src-end="{start + 9}">x</p>' for start in (0, 40, 60, 20)
    )
    assert '<p data-src-start="20" data-src-end="29" data-at="">' in mark_html(page, [], focus=25)


def test_the_first_block_of_a_line_carries_its_number():
    named = with_line_ids(HTML, [0, 25, 48])
    assert named.count('id="L') == 3
    assert '<td data-src-start="50" data-src-end="53" id="L3">' in named


def test_a_heading_with_an_id_of_its_own_is_found_by_its_line_too():
    heading = '<h1 id="u-x" data-src-start="0" data-src-end="9">X</h1>'
    assert with_line_ids(heading, [0]) == (
        '<h1 id="u-x" data-src-start="0" data-src-end="9"><span id="L1"></span>X</h1>'
    )


def test_an_element_of_a_drawing_is_marked_by_its_key():
    svg = '<g class="dg-edge" id="x" data-el="edge:a-&gt;b#0"></g><g class="dg-node" data-el="node:a"></g>'
    marked = mark_svg(svg, {"edge:a->b#0": [Mark(0, 0, "error", "abc", "t")]})
    assert 'class="dg-edge has-finding" data-mark="abc" data-tone="error" id="x"' in marked
    assert marked.count("has-finding") == 1


def test_what_we_read_shows_the_difference_of_stated_and_computed(places):
    view = reading_view(READING, places)
    assert [row.difference for row in view.quantities] == ["factor 8", "equal"]
    assert view.components[0].place.url.endswith("#fig-1/node:a")
    assert [one["path"] for one in view.skipped] == ["x.docx"]
    assert view.warnings == ("Two conventions.",)
