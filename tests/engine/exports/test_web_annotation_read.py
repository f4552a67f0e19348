"""W3C annotations, ours and others', as threads."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine.anchors.create import anchor_cell, anchor_document, anchor_section, anchor_text
from apps.engine.anchors.elements import anchor_element
from apps.engine.anchors.parts import parts_of
from apps.engine.anchors.selectors import (
    Anchor,
    CellFragment,
    ElementFragment,
    Polygon,
    Rectangle,
    SectionFragment,
)
from apps.engine.exports.model import FATES, STATES, TYPES, CommentExport, ThreadExport
from apps.engine.exports.web_annotation import write_annotations
from apps.engine.exports.web_annotation_read import (
    MAX_BYTES,
    UnreadableAnnotationsError,
    read_annotations,
)
from tests.engine.exports import designs
from tests.engine.exports.w3c import SAMPLES

PACKAGE = designs.package()
FILE = f"{designs.REVISION}?artifact=design.md"


def _read(value: object):
    return read_annotations(json.dumps(value).encode(), PACKAGE, revision_iri=designs.REVISION)


def _one(selector: object, source: str = FILE, **given):
    target = {"source": source, "selector": selector}
    return _read({"type": "Annotation", "id": "x:1", "body": "x:2", "target": target, **given})


def _quoted(exact: str, **given) -> dict:
    return {"type": "TextQuoteSelector", "exact": exact, **given}


def _anchor(imported) -> Anchor:
    assert imported.problems == ()
    anchor = imported.threads[0].anchor
    assert anchor is not None
    return anchor


def _text_of(anchor: Anchor) -> str:
    return PACKAGE.texts[anchor.artifact].text[slice(*anchor.range)]


def test_what_was_written_is_read_back_and_written_again_byte_for_byte():
    design = designs.design()
    first = write_annotations(design)
    found = read_annotations(first, design.package, revision_iri=design.revision_iri)
    assert found.problems == ()
    assert found.threads == design.threads
    assert write_annotations(replace(design, threads=found.threads)) == first


@st.composite
def _anchors(draw) -> Anchor | None:
    document, text = PACKAGE.documents["design.md"], PACKAGE.texts["design.md"]
    kind = draw(st.sampled_from(["none", "text", "section", "cell", "element", "file", "region"]))
    if kind == "text":
        start = draw(st.integers(0, len(text.text) - 2))
        end = draw(st.integers(start + 1, min(len(text.text), start + 300)))
        if text.text[start:end].strip():
            return anchor_text(text, start, end, draw(st.sampled_from([document, None])))
    if kind == "section":
        slugs = [s.slug for s in document.sections if s.slug]
        return anchor_section(text, document, draw(st.sampled_from(slugs)))
    if kind == "cell":
        row, column = draw(st.integers(-1, 1)), draw(st.integers(0, 3))
        return anchor_cell(text, document, 0, row, column)
    if kind == "element":
        diagram = draw(st.sampled_from([d for d in PACKAGE.diagrams if d.supported]))
        return anchor_element(diagram, draw(st.sampled_from(sorted(parts_of(diagram)))))
    if kind == "region":
        x, y = draw(st.floats(0, 50)), draw(st.floats(0, 50))
        size = draw(st.floats(0.01, 50))
        return draw(st.sampled_from([
            Anchor("img/load.png", "region", (Rectangle(x, y, size, size),)),
            Anchor("img/load.png", "region", (Polygon(((x, y), (y, x), (size, 0))),)),
        ]))  # fmt: skip
    return anchor_document("deploy.mmd") if kind == "file" else None


_WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)


@st.composite
def _threads(draw) -> tuple[ThreadExport, ...]:
    found = []
    for n in range(1, draw(st.integers(1, 4)) + 1):
        comments = tuple(
            CommentExport(f"c/{n}-{k}", draw(_WORDS), "2026-11-24T10:00:00Z", draw(_WORDS),
                          draw(st.none() | _WORDS))
            for k in range(draw(st.integers(1, 3)))
        )  # fmt: skip
        found.append(
            ThreadExport(
                id=draw(st.sampled_from([f"t/{n}", f"urn:uuid:{n}", f"t {n}%20é"])),
                number=n * 3,
                type=draw(st.sampled_from(sorted(TYPES))),
                severity=draw(st.sampled_from(["", "minor", "major"])),
                state=draw(st.sampled_from(sorted(STATES))),
                fate=draw(st.sampled_from(sorted(set(FATES) - {"carried"}))),
                anchor=draw(_anchors()),
                place=draw(_WORDS),
                comments=comments,
            )
        )
    return tuple(found)


@settings(max_examples=60, deadline=None)
@given(_threads())
def test_any_threads_survive_the_way_out_and_in(threads):
    design = replace(designs.design(), package=PACKAGE, threads=threads)
    first = write_annotations(design)
    found = read_annotations(first, PACKAGE, revision_iri=design.revision_iri)
    assert found.problems == ()
    assert write_annotations(replace(design, threads=found.threads)) == first
    assert [t.anchor for t in found.threads] == [t.anchor for t in threads]


@pytest.mark.parametrize("path", sorted((SAMPLES / "correct").glob("*.json")), ids=lambda p: p.stem)
def test_the_samples_of_the_w3c_are_read_and_stable(path):
    design = designs.design()
    found = read_annotations(path.read_bytes(), PACKAGE, revision_iri=designs.REVISION)
    assert all(problem.message for problem in found.problems)
    first = write_annotations(replace(design, threads=found.threads))
    again = read_annotations(first, PACKAGE, revision_iri=designs.REVISION)
    assert write_annotations(replace(design, threads=again.threads)) == first


@pytest.mark.parametrize(
    "path", sorted((SAMPLES / "incorrect").glob("*.json")), ids=lambda p: p.stem
)
def test_wrong_samples_are_refused_or_read_in_part(path):
    try:
        found = read_annotations(path.read_bytes(), PACKAGE, revision_iri=designs.REVISION)
    except UnreadableAnnotationsError as error:
        assert str(error)  # noqa: PT017 - either outcome is right
    else:
        assert all(thread.comments for thread in found.threads)


def test_a_quote_is_found_without_a_position():
    anchor = _anchor(_one(_quoted("70,000 QPS")))
    assert _text_of(anchor) == "70,000 QPS"
    assert anchor.get(SectionFragment) is not None


def test_a_quote_with_other_line_breaks_is_found():
    anchor = _anchor(_one(_quoted("second point with a line more")))
    assert _text_of(anchor) == "second point\n  with a line more"


def test_a_quote_that_moved_is_carried_not_believed_where_the_position_says():
    found = _one([_quoted("70,000 QPS"), {"type": "TextPositionSelector", "start": 0, "end": 10}])
    assert _text_of(_anchor(found)) == "70,000 QPS"
    assert found.threads[0].fate == "carried"


def test_a_quote_that_stands_twice_needs_its_surroundings():
    found = _one(_quoted("The latency is"))
    assert found.threads[0].anchor is None
    assert found.threads[0].fate == "needs_placing"
    assert found.problems[0].where == "/target"
    assert "stands 2 times" in found.problems[0].message
    anchor = _anchor(_one(_quoted("The latency is", suffix=" good")))
    assert _text_of(anchor) == "The latency is"
    assert anchor.range[0] == PACKAGE.texts["design.md"].text.index("The latency is good")


def test_a_position_alone_is_a_place():
    found = _one({"type": "TextPositionSelector", "start": 80, "end": 90})
    assert _text_of(_anchor(found)) == "70,000 QPS"


def test_a_quote_that_is_nowhere_is_an_error_with_its_place():
    found = _one(_quoted("never written"))
    assert found.threads[0].anchor is None
    assert found.problems[0].message == "The quoted text is not in design.md."


def test_unknown_selectors_are_skipped_with_their_place():
    found = _one([{"type": "XPathSelector", "value": "/p"}, {"value": 1}, _quoted("70,000 QPS")])
    assert [p.where for p in found.problems] == ["/target/selector/0", "/target/selector/1"]
    assert _text_of(found.threads[0].anchor) == "70,000 QPS"


def test_a_selector_that_is_refined_by_a_quote_is_read():
    found = _one({"type": "FragmentSelector", "value": "capacity", "refinedBy": _quoted("20")})
    assert found.threads[0].anchor.surface == "section"


def test_a_quote_over_4000_characters_is_refused():
    found = _one(_quoted("x" * 4001))
    assert "4,001 characters" in found.problems[0].message
    assert found.threads[0].anchor is None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("diagram=request-path&node=Z", "has no element node:Z"),
        ("diagram=none&node=A", "no diagram “none”"),
        ("node=A", "no diagram “”"),
    ],
)
def test_an_element_that_is_not_there_is_an_error(value, said):
    selector = {"type": "FragmentSelector", "conformsTo": "urn:aie-review:fragment:element",
                "value": value}  # fmt: skip
    found = _one(selector)
    assert found.threads[0].anchor is None
    assert said in found.problems[0].message


def test_elements_and_cells_get_their_names_from_the_design():
    fragment = {"type": "FragmentSelector", "conformsTo": "urn:aie-review:fragment:element",
                "value": "diagram=request-path&edge=A->B#0"}  # fmt: skip
    edge = _anchor(_one(fragment)).get(ElementFragment)
    assert (edge.label, edge.source, edge.target) == ("gRPC", "Gateway", "Ranker")
    fragment = {"type": "FragmentSelector", "conformsTo": "urn:aie-review:fragment:cell",
                "value": "table=0&row=1&column=1"}  # fmt: skip
    cell = _anchor(_one(fragment)).get(CellFragment)
    assert (cell.row_name, cell.column_name) == ("Gateway", "Replicas")


def test_regions_are_read_in_percent_and_refused_in_pixels():
    source = f"{designs.REVISION}?artifact=img/load.png"
    region = {"type": "FragmentSelector", "value": "xywh=percent:1,2,3,4"}
    assert _anchor(_one(region, source)).selectors == (Rectangle(1, 2, 3, 4),)
    for value in ("xywh=1,2,3,4", "xywh=percent:90,0,20,20", "xywh=percent:1,1,1e999,1"):
        found = _one({**region, "value": value}, source)
        assert found.threads[0].anchor is None, value
        assert found.problems


def test_a_polygon_in_its_own_units_becomes_percent():
    svg = '<svg viewBox="0 0 200 50"><polygon points="0,0 100,0 100,25"/></svg>'
    found = _one({"type": "SvgSelector", "value": svg}, f"{designs.REVISION}?artifact=img/load.png")
    assert _anchor(found).selectors == (Polygon(((0, 0), (50, 0), (50, 50))),)


def test_replies_join_the_thread_wherever_they_stand():
    def one(name, target):
        return {"id": name, "type": "Annotation", "bodyValue": name, "target": target}

    found = _read([one("x:3", "x:2"), one("x:2", "x:1"), one("x:1", FILE), one("x:8", "x:9"),
                   one("x:9", "x:8")])  # fmt: skip
    assert [c.id for c in found.threads[0].comments] == ["x:1", "x:2", "x:3"]
    assert found.threads[0].anchor == anchor_document("design.md")
    assert sorted(c.id for t in found.threads for c in t.comments) == [
        "x:1", "x:2", "x:3", "x:8", "x:9"
    ]  # fmt: skip


def test_bodies_of_every_form_become_text():
    bodies = [
        {"type": "TextualBody", "value": "<p>a <b>b</b></p>", "format": "text/html"},
        {"type": "TextualBody", "value": "later", "purpose": "tagging"},
        "https://x.example/y",
        {"id": "https://x.example/z", "type": "Image"},
        {"type": "Choice"},
    ]
    found = _one(_quoted("70,000 QPS"), body=bodies, motivation="questioning")
    comment = found.threads[0].comments[0]
    assert comment.body == "a b\n\nhttps://x.example/y\n\n<https://x.example/z>\n\nTags: later"
    assert found.threads[0].type == "question"
    assert [p.where for p in found.problems] == ["/body/4"]


def test_nothing_but_a_name_is_taken_from_a_creator():
    creator = {"id": "https://x.example/u", "name": "Bo", "email": "mailto:bo@x.example"}
    found = _one(_quoted("70,000 QPS"), creator=creator)
    assert found.threads[0].comments[0].author == "Bo"
    assert "bo@" not in repr(found)
    assert "x.example" not in repr(found.threads[0].comments[0].author)


@pytest.mark.parametrize(
    "data",
    [b"no json", b"[" * 100_000, b"\xff\xfe\x00", b" " * (MAX_BYTES + 1), b"9" * 10_000],
    ids=["words", "deep", "bytes", "large", "number"],
)
def test_what_is_no_json_or_too_large_is_refused(data):
    with pytest.raises(UnreadableAnnotationsError):
        read_annotations(data, PACKAGE, revision_iri=designs.REVISION)


def test_an_id_that_stands_twice_is_reported():
    one = {"id": "x:1", "type": "Annotation", "target": FILE}
    found = _read([one, one])
    assert len(found.threads) == 1
    assert found.problems[0].where == "/1/id"


def test_half_characters_do_not_come_through():
    found = _one(_quoted("70,000 QPS"), bodyValue="a\ud800b\x00", body=None)
    assert write_annotations(replace(designs.design(), threads=found.threads))


def test_a_comment_on_an_empty_cell_survives():
    made = designs.package({"design.md": b"| a | b |\n|---|---|\n|  | x |\n"})
    anchor = anchor_cell(made.texts["design.md"], made.documents["design.md"], 0, 0, 0)
    design = replace(designs.design(), package=made, threads=(designs.thread(1, anchor),))
    first = write_annotations(design)
    found = read_annotations(first, made, revision_iri=design.revision_iri)
    assert found.problems == ()
    assert found.threads == design.threads
