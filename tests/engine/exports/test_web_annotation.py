"""Threads as W3C annotations."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from apps.engine.exports.web_annotation import CONTEXT, collection, write_annotations
from tests.engine.exports import designs
from tests.engine.exports.w3c import ANNOTATION, COLLECTION, PAGE, SAMPLES, unmet


def _items(design=None) -> list[dict]:
    written = json.loads(write_annotations(design or designs.design()))
    return written["first"]["items"]


def _by_number() -> dict[int, dict]:
    return {item["aie:number"]: item for item in _items() if "aie:number" in item}


def _types(item: dict) -> list[str]:
    return [one["type"] for one in item["target"]["selector"]]


def test_the_collection_and_its_page_meet_what_the_w3c_demands():
    value = collection(designs.design())
    assert unmet(value, COLLECTION) == []
    assert unmet({"@context": CONTEXT, **value["first"]}, PAGE) == []


def test_every_annotation_meets_what_the_w3c_demands():
    items = _items()
    assert len(items) == 19
    for item in items:
        assert unmet({"@context": CONTEXT, **item}, ANNOTATION) == [], item["id"]


def test_the_demands_tell_right_from_wrong():
    bad = {"@context": CONTEXT, "id": "x:1", "type": "Annotation", "body": "x:2", "bodyValue": "b"}
    assert {
        "annotations/3.1-targetKeyFound.json",
        "annotations/3.2.5-notBodyBodyValue.json",
    } <= set(unmet(bad, ANNOTATION))
    for path in sorted((SAMPLES / "correct").glob("anno?.json")):
        assert unmet(json.loads(path.read_text(encoding="utf-8")), ANNOTATION) == [], path.name


def test_an_empty_collection_is_valid_too():
    value = collection(replace(designs.design(), threads=()))
    assert value["total"] == 0
    assert unmet(value, COLLECTION) == []


def test_every_place_in_a_file_has_two_selectors_most_specific_first():
    for number, item in _by_number().items():
        if number not in (14, 17):  # a whole file, and no place
            assert len(item["target"]["selector"]) >= 2, number
    found = _by_number()
    assert _types(found[1])[:2] == ["TextQuoteSelector", "TextPositionSelector"]
    assert found[3]["target"]["selector"][0]["value"] == "section=architecture"
    assert found[4]["target"]["selector"][0]["value"] == "table=0&row=0&column=1"
    assert found[5]["target"]["selector"][0]["value"] == "diagram=request-path&node=B"
    assert found[6]["target"]["selector"][0]["value"] == "diagram=request-path&edge=A->B#0"
    assert found[7]["target"]["selector"][0]["value"] == "diagram=request-path&cluster=zone-a"
    assert found[9]["target"]["selector"][0]["value"] == "diagram=diagram-2&message=1"
    assert found[11]["target"]["selector"][0]["value"] == "xywh=percent:10,12.5,30,40.25"
    assert 'points="1,1 50.5,2 20,90"' in found[12]["target"]["selector"][0]["value"]


def test_an_element_is_also_given_as_the_line_of_its_source():
    quote = _by_number()[6]["target"]["selector"][1]
    assert quote["exact"] == "A[Gateway] -->|gRPC| B[Ranker]"


def test_positions_count_code_points():
    item = _by_number()[2]
    quote, position = item["target"]["selector"][:2]
    text = designs.package().texts["design.md"].text
    assert text[position["start"] : position["end"]] == quote["exact"]
    assert quote["exact"].endswith("cafe\u0301") or quote["exact"].endswith("caf\u00e9\u0301")
    assert len(quote["prefix"]) == len(quote["suffix"]) == 32


def test_motivations_follow_the_types_and_replies_target_the_first_comment():
    items = _items()
    said = {item["aie:type"]: item["motivation"] for item in items if "aie:type" in item}
    assert said["question"] == "questioning"
    assert said["suggestion"] == "editing"
    assert said["issue"] == said["praise"] == "commenting"
    assert said["risk"] == said["sensitivity_point"] == "assessing"
    first, reply = items[-2:]
    assert reply["motivation"] == "replying"
    assert reply["target"] == first["id"] == f"{designs.REVISION}/comments/40"
    assert [body.get("purpose") for body in first["body"]] == [None, "editing"]


def test_of_a_person_only_the_name_is_told():
    assert {json.dumps(item["creator"]) for item in _items()} == {
        '{"type": "Person", "name": "Ada"}'
    }


@pytest.mark.parametrize("name", ["urn:uuid:7f3a-1", "https://other.example/c/1"])
def test_an_id_that_is_an_iri_stays_as_it_is(name):
    design = designs.design()
    one = replace(design.threads[0], comments=(replace(designs.comment(1), id=name),))
    assert _items(replace(design, threads=(one,)))[0]["id"] == name
