"""What we read: numbers with their formulas, diagrams, components, decisions, tables, and what not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.workspace.pages.places import PlaceLink, Places

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class QuantityRow:
    """A number as stated, its formula, and what the formula gives."""

    name: str
    symbol: str
    stated: float | None
    unit: str
    formula: str
    computed: float | None
    source: str
    place: PlaceLink | None

    @property
    def difference(self) -> str:
        """How far the formula's value is from the stated one; empty when there is none."""
        if self.computed is None or self.stated is None:
            return ""
        if self.stated == self.computed:
            return "equal"
        if not self.stated or not self.computed:
            return "differs"
        ratio = self.computed / self.stated
        if abs(ratio - 1) < 0.0005:
            return "equal"
        if ratio > 1.5 or ratio < 1 / 1.5:
            factor = ratio if ratio > 1 else 1 / ratio
            return f"factor {factor:.3g}"
        return f"{(ratio - 1) * 100:+.1f} %"

    @property
    def tone(self) -> str:
        """Tone of the difference: equal, within rounding of two digits, or apart."""
        if not self.difference:
            return ""
        if self.difference == "equal":
            return "pass"
        if self.stated and self.computed and abs(self.computed / self.stated - 1) <= 0.02:
            return "pass"
        return "warning"


@dataclass(frozen=True, slots=True)
class DiagramRow:
    """A diagram in one line."""

    key: str
    title: str
    kind: str
    notation: str
    counts: str
    problem: str
    supported: bool
    place: PlaceLink | None


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """A component and the diagrams it occurs in."""

    name: str
    kind: str
    replicas: int | None
    diagrams: tuple[str, ...]
    place: PlaceLink | None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table with the role it was recognised as."""

    role: str
    header: tuple[str, ...]
    rows: int
    place: PlaceLink | None


@dataclass(frozen=True, slots=True)
class ReadingView:
    """The whole page."""

    quantities: tuple[QuantityRow, ...]
    diagrams: tuple[DiagramRow, ...]
    components: tuple[ComponentRow, ...]
    decisions: tuple[tuple[Json, PlaceLink | None], ...]
    matrices: tuple[tuple[Json, PlaceLink | None], ...]
    tables: tuple[TableRow, ...]
    files: tuple[tuple[Json, PlaceLink | None], ...]
    skipped: tuple[Json, ...]
    warnings: tuple[str, ...]
    document: Json | None


def reading_view(reading: Json, places: Places) -> ReadingView:
    """Make the page out of the JSON of ``read``."""
    return ReadingView(
        quantities=tuple(_quantity(one, places) for one in reading["quantities"]),
        diagrams=tuple(_diagram(one, places) for one in reading["diagrams"]),
        components=tuple(_components(reading, places)),
        decisions=tuple((one, places.link(one["where"])) for one in reading["decisions"]),
        matrices=tuple((one, places.link(one["where"])) for one in reading["matrices"]),
        tables=tuple(
            TableRow(t["role"], tuple(t["header"]), len(t["rows"]), places.link(t["where"]))
            for t in reading["tables"]
        ),
        files=tuple(
            (a, places.link({"artifact": a["path"]}))
            for a in reading["artifacts"]
            if not a["skipped_reason"]
        ),
        skipped=tuple(a for a in reading["artifacts"] if a["skipped_reason"]),
        warnings=tuple(dict.fromkeys(reading["warnings"])),
        document=reading["document"],
    )


def read_counts(reading: Json) -> list[tuple[str, int]]:
    """What was read, in four numbers."""
    names = {
        (node.get("name") or node["label"]).casefold()
        for diagram in reading.get("diagrams", ())
        for node in diagram["nodes"] or diagram["participants"]
    }
    return [
        ("quantities", len(reading.get("quantities", ()))),
        ("diagrams", len(reading.get("diagrams", ()))),
        ("components", len(names)),
        ("decision records", len(reading.get("decisions", ()))),
    ]


def _quantity(quantity: Json, places: Places) -> QuantityRow:
    return QuantityRow(
        name=quantity["name"],
        symbol=quantity["symbol"] or "",
        stated=quantity["value"],
        unit=quantity["unit"] or "",
        formula=quantity["formula"] or "",
        computed=quantity["computed"],
        source=quantity["source"],
        place=places.link(quantity["where"]),
    )


def _diagram(diagram: Json, places: Places) -> DiagramRow:
    counts = [
        _count(len(diagram["nodes"]), "element"),
        _count(len(diagram["edges"]), "connection"),
        _count(len(diagram["groups"]), "group"),
        _count(len(diagram["participants"]), "participant"),
        _count(len(diagram["messages"]), "message"),
    ]
    error = diagram["error"]
    note = next((p["message"] for p in diagram.get("problems", ())), "")
    return DiagramRow(
        key=diagram["key"],
        title=diagram["title"] or diagram["key"],
        kind=diagram["kind"],
        notation=diagram["notation"],
        counts=", ".join(one for one in counts if one) or "none",
        problem=f"line {error['line']}: {error['message']}" if error else note,
        supported=diagram["supported"],
        place=places.link(diagram["where"]),
    )


def _components(reading: Json, places: Places) -> list[ComponentRow]:
    seen: defaultdict[str, list[tuple[Json, Json]]] = defaultdict(list)
    for diagram in reading["diagrams"]:
        for node in diagram["nodes"] or diagram["participants"]:
            seen[(node.get("name") or node["label"]).casefold()].append((diagram, node))
    rows = []
    for found in seen.values():
        diagram, node = found[0]
        where = {**diagram["where"], "element": node["key"], "line": node["line"]}
        rows.append(
            ComponentRow(
                name=node.get("name") or node["label"],
                kind=node["kind"],
                replicas=next((n["replicas"] for _, n in found if n.get("replicas")), None),
                diagrams=tuple(dict.fromkeys(d["title"] or d["key"] for d, _ in found)),
                place=places.link(where),
            )
        )
    return rows


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""
