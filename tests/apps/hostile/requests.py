"""Requests that are right but for one or two places, drawn for one address."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

from tests.apps.access_world import World
from tests.apps.hostile import values
from tests.apps.hostile.routes import Route, body_names, form_names, query_names

ROLES = ("anonymous", "student", "instructor", "operator", "ta")


@dataclass
class Asked:
    """One request; ``shown`` is how a failure names it."""

    role: str
    method: str
    address: str
    body: Any = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)

    def shown(self) -> str:
        return (
            f"{self.role}: {self.method} {self.address[:300]}\n  {self.content_type[:100]} "
            f"{str(self.body)[:600]}\n  { ({k: v[:80] for k, v in self.headers.items()}) }"
        )


def good_values(world: World, route: Route) -> dict[str, str]:
    """A value for each parameter of a route that leads to something."""
    known = world.values
    by_name = {
        "other": known["older"], "other_id": known["older"], "identity": known["finding"],
        "person_id": known["sam"], "edit_id": known["edit"], "token_id": known["token"],
        "uidb36": known["uid"], "object_id": "1", "content_type_id": "1", "app_label": "courses",
        "url": "x", "path": known["path"], "key": known["draftkey"],
    }  # fmt: skip
    by_start = {
        "/r/": "revision", "/a/": "assignment", "/c/": "course", "/t/": "thread",
        "/s/": "submission", "/exports/": "export", "/imports/": "import", "/u/a/": "attachment", "/u/": "file",
        "/join/": "code", "/checks/": "check",
    }  # fmt: skip
    start = next((by_start[start] for start in by_start if route.path.startswith(start)), "")
    found = {}
    for name in route.parameters:
        word = name.removesuffix("_id")
        if name in ("public_id", "token", "code"):
            found[name] = known[start]
        elif name in by_name:
            found[name] = by_name[name]
        else:
            found[name] = known[word]
    return {name: quote(value, safe="/") for name, value in found.items()}


def good_json(world: World, names: tuple[str, ...]) -> dict[str, Any]:
    """A body that the operation would take, or nearly."""
    known: dict[str, Any] = {
        "based_on": 0, "body": "So", "type": "question", "severity": "", "finding": "",
        "target": {"kind": "document", "artifact": "design.md"}, "thread": "", "key": "k9",
        "replacement": None, "keys": ["draft"], "summary": "", "state": "addressed", "note": "",
        "revision": world.values["revision"], "decision": "confirm", "in_actions": True,
        "owner": world.values["sam"], "format": "md", "kind": "fixed", "text": "x", "main": "",
    }  # fmt: skip
    return {name: known.get(name, "x") for name in names}


@st.composite
def requests(draw: Any, world: World, route: Route, forms: dict[str, dict[str, Any]]) -> Asked:
    """One request with one to three hostile places."""
    places = ["path", "query", "body", "body", "header", "method"]
    hostile = set(draw(st.lists(st.sampled_from(places), min_size=1, max_size=3)))
    path_values = good_values(world, route)
    if "path" in hostile and path_values:
        path_values[draw(st.sampled_from(sorted(path_values)))] = draw(values.escaped)
    address = route.address(path_values)
    if "query" in hostile:
        names = draw(st.lists(st.sampled_from(query_names(route.path)), min_size=1, max_size=3))
        address += "?" + "&".join(f"{name}={draw(values.escaped)}" for name in names)
    methods = values.METHODS if "method" in hostile else ("GET", "POST")
    if route.is_api and "body" in hostile:
        methods = (
            tuple(one for one in ("POST", "PUT", "PATCH") if body_names(one, route.path)) or methods
        )
    elif "body" in hostile:
        methods = ("POST",)
    asked = Asked(draw(st.sampled_from(ROLES)), draw(st.sampled_from(methods)), address)
    if asked.method in ("POST", "PUT", "PATCH"):
        _give_body(draw, world, route, asked, forms, spoil="body" in hostile)
    if "header" in hostile:
        name, choices = draw(st.sampled_from(values.HEADERS))
        asked.headers[name] = draw(st.sampled_from(choices))
        if draw(st.booleans()):
            asked.content_type = draw(st.sampled_from(values.CONTENT_TYPES))
    return asked


def _give_body(
    draw: Any,
    world: World,
    route: Route,
    asked: Asked,
    forms: dict[str, dict[str, Any]],
    *,
    spoil: bool,
) -> None:
    way = draw(st.sampled_from(("usual", "usual", "usual", "raw", "multipart"))) if spoil else ""
    if way == "raw":
        asked.body = draw(st.sampled_from(values.RAW_BODIES))
        asked.content_type = draw(st.sampled_from(values.CONTENT_TYPES))
    elif way == "multipart":
        asked.body = draw(st.sampled_from(values.MULTIPART))
        asked.content_type = values.MULTIPART_TYPE
    elif route.is_api:
        body: Any = good_json(world, body_names(asked.method, route.path))
        asked.body = json.dumps(_spoilt(draw, body) if spoil else body)
    else:
        fields = dict(forms.get(route.name, {}))
        names = draw(st.lists(st.sampled_from(form_names()), max_size=4)) if spoil else []
        names += [name for name in sorted(fields) if spoil and draw(st.booleans())]
        fields |= {name: draw(values.texts) for name in names}
        pairs = (f"{_quoted(name)}={_quoted(value)}" for name, value in fields.items())
        asked.body = "&".join(pairs)
        asked.content_type = "application/x-www-form-urlencoded"


def _quoted(value: object) -> str:
    return quote(str(value), errors="surrogatepass")


def _spoilt(draw: Any, value: Any) -> Any:
    """The same value with something else in one place."""
    if isinstance(value, dict) and value and draw(st.integers(0, 9)):
        name = draw(st.sampled_from(sorted(value)))
        return value | {name: _spoilt(draw, value[name])}
    return draw(values.json_values)
