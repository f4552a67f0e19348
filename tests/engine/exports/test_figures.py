"""Where elements stand in drawings, and pictures."""

from __future__ import annotations

import struct

import pytest

from apps.engine.diagrams.draw import draw
from apps.engine.exports.pictures import Picture, picture, picture_svg
from apps.engine.exports.pins import Drawn, element_boxes, with_pins
from apps.engine.exports.web_annotation import collection, write_annotations
from apps.engine.exports.web_annotation_read import read_annotations
from tests.engine.exports import designs
from tests.engine.packages import package_of

FLOW = "flowchart LR\n  subgraph s\n    A[Gateway] -->|gRPC| B[(Store)]\n  end\n  A --> C{{Hex}}\n"
SEQUENCE = "sequenceDiagram\n  A->>B: one\n  B-->>A: two\n  A->>A: self\n"


def _drawn(source: str) -> Drawn:
    made = package_of({"d.mmd": source})
    return Drawn(draw(made.diagrams[0], prefix="x").svg)


@pytest.mark.parametrize("source", [FLOW, SEQUENCE])
def test_every_element_has_a_place_inside_the_drawing(source):
    made = package_of({"d.mmd": source})
    drawing = draw(made.diagrams[0], prefix="x")
    drawn = Drawn(drawing.svg)
    assert set(drawn.boxes) == {one.key for one in drawing.elements}
    left, top, right, bottom = drawn.frame
    for x, y in drawn.pins.values():
        assert left <= x <= right
        assert top <= y <= bottom


def test_a_group_holds_its_nodes_and_an_edge_lies_between():
    drawn = _drawn(FLOW)
    left, top, right, bottom = drawn.boxes["group:s"]
    for key in ("node:A", "node:B"):
        box = drawn.boxes[key]
        assert left <= box[0] <= box[2] <= right
        assert top <= box[1] <= box[3] <= bottom
    x, _ = drawn.pins["edge:A->B#0"]
    assert drawn.boxes["node:A"][2] <= x <= drawn.boxes["node:B"][0]


def test_messages_stand_on_their_lines_in_order():
    drawn = _drawn(SEQUENCE)
    heights = [drawn.pins[f"message:{n}"][1] for n in (1, 2, 3)]
    assert heights == sorted(heights)
    assert len(set(heights)) == 3


def test_two_comments_on_one_element_stand_side_by_side():
    made = designs.package()
    anchor = designs.element(made, "deploy", "node:S")
    threads = [designs.thread(1, anchor), designs.thread(2, anchor)]
    diagram = next(d for d in made.diagrams if d.key == "deploy")
    svg = with_pins(draw(diagram, prefix="x").svg, threads)
    assert svg.count('class="pin"') == 2
    assert len({svg.split('<circle cx="')[i].split('"')[0] for i in (1, 2)}) == 2


def test_boxes_of_elements_refine_them_in_annotations_and_stay_stable():
    design = designs.design()
    boxes = element_boxes(design)
    assert set(boxes) == {
        ("request-path", "node:B"), ("request-path", "edge:A->B#0"), ("request-path", "group:zone-a"),
        ("diagram-2", "participant:G"), ("diagram-2", "message:1"), ("deploy", "node:S"),
    }  # fmt: skip
    item = collection(design, boxes=boxes)["first"]["items"][4]
    refined = item["target"]["selector"][0]["refinedBy"]
    assert refined["value"].startswith("xywh=percent:")
    written = write_annotations(design, boxes=boxes)
    found = read_annotations(written, design.package, revision_iri=design.revision_iri)
    assert found.problems == ()
    assert found.threads == design.threads


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data


JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffc0000b08002a0064010111 00".replace(" ", "")
)
PICTURES = [
    ("png", designs.PIXEL, (1, 1)),
    ("gif", b"GIF89a" + struct.pack("<HH", 100, 42) + b"\0\0\0", (100, 42)),
    ("jpeg", JPEG, (100, 42)),
    ("webp", b"RIFF\0\0\0\0WEBPVP8X" + struct.pack("<I", 10) + b"\0" * 4 + b"\x63\0\0\x29\0\0",
     (100, 42)),
    ("webp", b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 4 + b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 100, 42),
     (100, 42)),
    ("webp", b"RIFF\0\0\0\0WEBPVP8L" + b"\0" * 4 + b"\x2f" + struct.pack("<I", 99 | 41 << 14),
     (100, 42)),
    ("svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 42"/>', (100, 42)),
    ("svg", b"<svg width='100px' height='42'/>", (100, 42)),
    ("jpeg", b"\xff\xd8\xff", None),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "data", "size"), PICTURES)
def test_the_size_of_a_picture_is_read_from_its_head(kind, data, size):
    assert Picture(kind, data).size == size


def test_what_is_no_picture_or_too_large_is_none():
    assert picture("a.png", lambda _: None) is None
    assert picture("a.png", lambda _: b"no picture") is None
    assert picture("a.png", lambda _: designs.PIXEL + b"\0" * 8_000_000) is None
    bomb = designs.PIXEL[:16] + struct.pack(">II", 60_000, 60_000) + designs.PIXEL[24:]
    assert picture_svg("a.png", "", [], lambda _: bomb) is None
