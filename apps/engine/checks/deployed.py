"""How often a component runs, and in how many zones, over all that says so.

A fleet table wins over a drawing, a deployment diagram over a label of the component diagram.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from apps.engine.diagrams.inventory import Named, groups_of, nodes_of
from apps.engine.diagrams.model import Diagram
from apps.engine.names import SAME, normalise, similarity
from apps.engine.quantities.model import FleetRow

_ZONE = re.compile(
    r"\b(?:zone|az|availability zone|data ?cent(?:er|re)|dc|region)s?\b|-[a-c]\b|-\d[a-f]\b",
    re.IGNORECASE,
)

_COMPARED = 600
"""Nodes up to which names are compared by similarity."""
_SEVERAL = re.compile(
    r"\b(\d{1,3})\s?(?:availability )?(?:zones|azs|regions|data ?cent(?:er|re)s)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Running:
    """``replicas`` in all, None when nothing says it; ``explicit`` when a number was written.

    ``zones`` is the number of zones it stands in, None when none are drawn or stated; ``places`` are
    the elements that were counted; ``source`` is "fleet", "deployment", "label" or "".
    """

    replicas: float | None
    explicit: bool
    zones: int | None
    places: tuple[Named, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Deployed:
    """A deployment diagram prepared for look-ups: its nodes, also by form, and its groups by id."""

    nodes: tuple[Named, ...]
    groups: Mapping[str, Named]
    forms: Mapping[str, list[Named]]


def deployed(diagram: Diagram) -> Deployed:
    """Prepare a deployment diagram."""
    nodes = nodes_of(diagram)
    forms: dict[str, list[Named]] = {}
    for node in nodes:
        forms.setdefault(normalise(node.name), []).append(node)
    groups = {group.key.removeprefix("group:"): group for group in groups_of(diagram)}
    return Deployed(nodes, groups, forms)


def running(
    component: Named,
    deployments: Sequence[Deployed],
    fleet: Iterable[FleetRow],
    aliases: Mapping[str, str],
) -> Running:
    """How often ``component`` runs."""
    drawn = [_drawn(component, diagram, aliases) for diagram in deployments]
    best = max(drawn, key=lambda found: (found.replicas or 0, len(found.places)), default=None)
    row = next((r for r in fleet if _is(component, r.component, aliases)), None)
    if row is not None and row.replicas is not None and row.replicas.value is not None:
        shards = row.shards or 1.0
        per_shard = "shard" in row.scope or "partition" in row.scope
        total = row.replicas.value * (shards if per_shard else 1.0)
        unknown = row.scope.strip() != "" and total == 1 and row.shards is None
        zones = int(row.zones.value) if row.zones and row.zones.value else None
        places = best.places if best else ()
        return Running(None if unknown else total, not unknown, zones, places, "fleet")
    if best is not None and best.places:
        return best
    if component.replicas is not None:
        return Running(component.replicas, True, None, (component,), "label")
    return Running(None, False, None, (), "")


def _is(component: Named, name: str, aliases: Mapping[str, str]) -> bool:
    mine, other = normalise(component.name), normalise(name)
    if aliases.get(mine, mine) == aliases.get(other, other):
        return True
    return similarity(component.name, name) >= SAME


def _drawn(component: Named, view: Deployed, aliases: Mapping[str, str]) -> Running:
    """What one deployment diagram shows of the component."""
    nodes = _shown(component, view, aliases)
    groups = view.groups
    inside = {n.group for n in nodes}
    shells = [
        g for key, g in groups.items() if _is(component, g.name, aliases) and key not in inside
    ]
    places = [*nodes, *shells]
    if not places:
        return Running(None, False, None, (), "deployment")
    counts = [_count(element, groups) for element in places]
    known = [count for count in counts if count is not None]
    explicit = len(known) == len(counts)
    total = float(sum(known) + (len(counts) - len(known)))
    zoned = any(_ZONE.search(group.label or group.name) for group in groups.values())
    stands = {_zone(element, groups) for element in places}
    zones = len(stands) if zoned and None not in stands else None
    replicas = total if explicit or len(places) > 1 else None
    return Running(replicas, explicit, zones, tuple(places), "deployment")


def _shown(component: Named, view: Deployed, aliases: Mapping[str, str]) -> list[Named]:
    """The nodes that show the component; in a huge drawing only those of equal form."""
    if len(view.nodes) <= _COMPARED:
        return [
            node
            for node in view.nodes
            if any(_is(component, name, aliases) for name in (node.name, *node.also))
        ]
    form = normalise(component.name)
    return view.forms.get(aliases.get(form, form), [])


def _count(element: Named, groups: Mapping[str, Named]) -> int | None:
    """Replicas of an element times those of the groups it stands in."""
    count = element.replicas
    group, depth = element.group, 0
    while group is not None and group in groups and depth < 50:
        several = _SEVERAL.search(groups[group].label)
        more = int(several[1]) if several else groups[group].replicas
        if more is not None:
            count = (count or 1) * more
        group, depth = groups[group].group, depth + 1
    return count


def _zone(element: Named, groups: Mapping[str, Named]) -> str | None:
    """The innermost zone an element stands in; None outside of zones."""
    group, depth = element.group, 0
    while group is not None and group in groups and depth < 50:
        if _ZONE.search(groups[group].label or groups[group].name):
            return group
        group, depth = groups[group].group, depth + 1
    return None
