"""Comment threads as W3C Web Annotations: a collection with one page, as JSON-LD.

Each comment is an annotation; a reply's target is the first annotation of its thread. What the model
has no word for (type, severity, state, number of a thread ...) stands under our own namespace, so
that nothing is lost on the way out and in.
Source: Web Annotation Data Model, W3C Recommendation of 23 February 2017.
"""

from __future__ import annotations

import json
from types import MappingProxyType

from apps.engine.exports import iris
from apps.engine.exports.model import CommentExport, DesignExport, ThreadExport
from apps.engine.exports.selector_write import Boxes, Json, selectors_json

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MOTIVATIONS = MappingProxyType(
    {
        "question": "questioning",
        "suggestion": "editing",
        "issue": "commenting",
        "praise": "commenting",
        "risk": "assessing",
        "non_risk": "assessing",
        "sensitivity_point": "assessing",
        "tradeoff_point": "assessing",
    }
)
"""The motivation of the first comment of a thread; replies are ``replying``."""


def write_annotations(design: DesignExport, *, boxes: Boxes = MappingProxyType({})) -> bytes:
    """The threads as UTF-8 JSON-LD: same design, same bytes.

    ``boxes`` (see ``pins.element_boxes``) adds where elements stand in the drawings.
    """
    text = json.dumps(collection(design, boxes=boxes), ensure_ascii=False, indent=1)
    return f"{text}\n".encode("utf-8", "replace")


def collection(design: DesignExport, *, boxes: Boxes = MappingProxyType({})) -> Json:
    """The threads as an AnnotationCollection; threads without a comment are left out."""
    name, page = (iris.iri(design.revision_iri, end) for end in ("#annotations", "#annotations-1"))
    items = [item for thread in design.threads for item in _thread(thread, design, boxes)]
    head: Json = {
        "@context": [CONTEXT, {"aie": iris.NAMESPACE}],
        "id": name,
        "type": "AnnotationCollection",
        "label": f"{design.title}, revision {design.revision_number}",
        **({"created": design.exported} if design.exported else {}),
        "total": len(items),
    }
    if not items:
        return head
    first = {
        "id": page,
        "type": "AnnotationPage",
        "partOf": {"id": name, "total": len(items)},
        "startIndex": 0,
        "items": items,
    }
    return {**head, "first": first, "last": page}


def _thread(thread: ThreadExport, design: DesignExport, boxes: Boxes) -> list[Json]:
    items: list[Json] = []
    for n, comment in enumerate(thread.comments):
        head: Json = {"id": iris.iri(design.revision_iri, comment.id), "type": "Annotation"}
        head["motivation"] = "replying" if n else MOTIVATIONS.get(thread.type, "commenting")
        if comment.author:
            head["creator"] = {"type": "Person", "name": comment.author}
        if comment.created:
            head["created"] = comment.created
        if comment.imported_by:
            head["aie:importedBy"] = comment.imported_by
        head["body"] = _bodies(comment)
        if n:
            head["target"] = items[0]["id"]
        else:
            head["target"] = _target(thread, comment, design, boxes)
            head |= _ours(thread, design)
        items.append(head)
    return items


def _bodies(comment: CommentExport) -> Json | list[Json]:
    said: Json = {"type": "TextualBody", "value": comment.body, "format": "text/markdown"}
    if comment.suggestion is None:
        return said
    text: Json = {"type": "TextualBody", "value": comment.suggestion, "format": "text/plain"}
    return [said, {**text, "purpose": "editing"}]


def _ours(thread: ThreadExport, design: DesignExport) -> Json:
    return {
        "aie:thread": iris.iri(design.revision_iri, thread.id),
        "aie:number": thread.number,
        "aie:type": thread.type,
        "aie:severity": thread.severity,
        "aie:state": thread.state,
        "aie:fate": thread.fate,
        "aie:place": thread.place,
    }


def _target(
    thread: ThreadExport, comment: CommentExport, design: DesignExport, boxes: Boxes
) -> Json:
    anchor = thread.anchor
    artifact = anchor.artifact if anchor else ""
    target: Json = {
        "type": "SpecificResource",
        "source": iris.source(design.revision_iri, artifact),
    }
    if comment.created:
        target["state"] = {"type": "TimeState", "sourceDate": comment.created}
    if anchor is not None:
        selectors = selectors_json(anchor, design.package, boxes)
        if selectors:
            target["selector"] = selectors
        target |= {"aie:artifact": anchor.artifact, "aie:surface": anchor.surface}
    return target
