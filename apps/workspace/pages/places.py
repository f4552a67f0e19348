"""Places in words and as links: every finding, number and diagram names where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from django.urls import reverse

Json = Mapping[str, Any]

_KINDS = {
    "node": "",
    "edge": "connection",
    "group": "group",
    "participant": "",
    "message": "message",
}


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A place as the pages show it. ``icon`` says what kind of place it is."""

    label: str
    url: str
    icon: str
    artifact: str
    line: int | None


class Places:
    """Makes links into the document view of one revision.

    ``reading`` is the JSON of ``read``, used to say sections and diagrams by name; without it places
    are named by file and line.
    """

    def __init__(self, revision_id: str, reading: Json | None) -> None:
        self._revision = revision_id
        self._reading: Json = reading or {}

    def link(self, where: Json | None) -> PlaceLink | None:
        """The link to a place, or ``None`` when the finding concerns the package as a whole."""
        if not where or not where.get("artifact"):
            return None
        artifact, line = str(where["artifact"]), where.get("line")
        return PlaceLink(
            label=self._label(where),
            url=self.url(artifact, where),
            icon=self._icon(where),
            artifact=artifact,
            line=line,
        )

    def url(self, artifact: str, where: Json | None = None) -> str:
        """Address of a file in the document view, at a place if one is given."""
        base = reverse("workspace:document", args=[self._revision, artifact])
        where = where or {}
        query = {}
        if where.get("start") is not None:
            query["at"] = where["start"]
        anchor = f"#L{where['line']}" if where.get("line") else ""
        if where.get("element"):
            anchor = f"#{quote(str(where['element']), safe='/:-#')}"
        return f"{base}{'?' + urlencode(query) if query else ''}{anchor}"

    def diagram_of(self, element: str) -> Json | None:
        """The diagram that an element key belongs to."""
        return self._diagrams.get(element.split("/", 1)[0])

    @cached_property
    def _diagrams(self) -> dict[str, Json]:
        return {one["key"]: one for one in self._reading.get("diagrams", ())}

    @cached_property
    def _sections(self) -> list[Json]:
        return list((self._reading.get("document") or {}).get("sections", ()))

    @cached_property
    def _main(self) -> str | None:
        return self._reading.get("main")

    def _label(self, where: Json) -> str:
        if where.get("element"):
            return self._element_label(str(where["element"]))
        artifact, line = where["artifact"], where.get("line")
        if line is None:
            return str(artifact)
        section = self._section_at(line) if artifact == self._main else None
        return f"{section or artifact}, line {line}"

    def _section_at(self, line: int) -> str | None:
        title = None
        for section in self._sections:
            if section["line"] <= line and section["level"] > 0:
                title = section["title"]
        return title

    def _element_label(self, key: str) -> str:
        diagram = self.diagram_of(key)
        if diagram is None:
            return key
        title = diagram["title"] or diagram["key"]
        kind, _, ident = key.split("/", 1)[-1].partition(":")
        for group in ("nodes", "participants", "groups", "edges", "messages"):
            for element in diagram[group]:
                if element["key"] == key:
                    return f"{title}: {_element_words(kind, element, ident)}"
        return title

    def _icon(self, where: Json) -> str:
        if where.get("element"):
            return "workflow"
        role = next(
            (
                a["role"]
                for a in self._reading.get("artifacts", ())
                if a["path"] == where["artifact"]
            ),
            "other",
        )
        if role == "adr":
            return "scale"
        if role == "diagram":
            return "workflow"
        return "table" if self._in_table(where) else "file-text"

    def _in_table(self, where: Json) -> bool:
        line = where.get("line")
        if line is None:
            return False
        return any(
            table["where"]["artifact"] == where["artifact"]
            and table["where"]["line"] <= line <= table["where"]["end_line"]
            for table in self._reading.get("tables", ())
        )


def _element_words(kind: str, element: Json, ident: str) -> str:
    if kind in {"edge", "message"}:
        return f"{element['source']} → {element['target']}"
    words = element.get("name") or element.get("label") or ident
    prefix = _KINDS.get(kind, "")
    return f"{prefix} {words}".strip()
