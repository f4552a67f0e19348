"""The outline beside a document: files by role, diagrams and tables of numbers, with their findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from apps.engine.package import Package
from apps.workspace.pages.finding_cards import Card
from apps.workspace.pages.places import Places

Json = Mapping[str, Any]

ROLES = (
    ("main", "Document"),
    ("adr", "Decisions"),
    ("diagram", "Diagram files"),
    ("other", "Other texts"),
    ("sheet", "Sheets"),
    ("asset", "Pictures and files"),
)


def first_path(package: Package) -> str:
    """The main document, else the first file that can be shown; empty without any."""
    if package.main:
        return package.main
    readable = [a.path for a in package.artifacts if a.path in package.texts]
    paths = readable or [a.path for a in package.artifacts]
    return paths[0] if paths else ""


NUMBERS = {
    "capacity": ("Capacity", "table"),
    "fleet": ("Fleet", "server"),
    "latency": ("Latency budget", "clock"),
    "availability": ("Availability", "shield-check"),
    "cost": ("Cost", "wallet"),
    "matrix": ("Decision matrix", "scale"),
    "consistency": ("Consistency", "database"),
    "failure": ("Failure modes", "triangle-alert"),
}
"""Tables that the outline names, by their role: words and icon."""


def artefacts(
    places: Places, reading: Json, package: Package, cards: Sequence[Card]
) -> list[dict[str, Any]]:
    """Diagrams and tables of numbers, each with its address and its findings."""
    found = Counter(
        str(where.get("element") or "").partition("/")[0] for card in cards for where in card.wheres
    )
    diagrams = [
        {
            "label": one.title or one.key,
            "icon": "arrow-left-right" if one.kind == "sequence" else "workflow",
            "url": f"{places.url(one.where.artifact)}#{quote(one.key)}",
            "diagram": one.key,
            "findings": found[one.key],
        }
        for one in package.diagrams
    ]
    tables = [
        {
            "label": NUMBERS[table["role"]][0],
            "icon": NUMBERS[table["role"]][1],
            "url": places.url(table["where"]["artifact"], table["where"]),
            "artifact": table["where"]["artifact"],
            "start": table["where"]["start"],
            "end": table["where"]["end"],
            "findings": _inside(cards, table["where"]),
        }
        for table in reading.get("tables", ())
        if table["role"] in NUMBERS
    ]
    groups = ({"title": "Diagrams", "items": diagrams}, {"title": "Numbers", "items": tables})
    return [group for group in groups if group["items"]]


def _inside(cards: Sequence[Card], place: Mapping[str, Any]) -> int:
    """How many findings stand inside a place."""
    return sum(
        any(
            where.get("artifact") == place["artifact"]
            and where.get("start") is not None
            and place["start"] <= where["start"] < place["end"]
            for where in card.wheres
        )
        for card in cards
    )


def outline(places: Places, package: Package, cards: Sequence[Card]) -> list[dict[str, Any]]:
    """Files of the package by role, each with its address and its findings."""
    found = Counter(
        path for card in cards for path in {str(where.get("artifact")) for where in card.wheres}
    )
    groups = []
    decisions = {d.file: d for d in package.decisions}
    for role, title in ROLES:
        files = [
            {
                "path": a.path,
                "label": decisions[a.path].label
                if role == "adr" and a.path in decisions
                else a.path,
                "about": decisions[a.path].title if role == "adr" and a.path in decisions else "",
                "url": places.url(a.path),
                "skipped": a.skipped_reason,
                "findings": found[a.path],
            }
            for a in package.artifacts
            if a.role == role
        ]
        if files:
            groups.append({"title": title, "role": role, "files": files})
    return groups
