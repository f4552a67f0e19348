"""The DOT text of a plan, built with the graphviz package.

Names are ``n0``, ``cluster_0`` and edge numbers. Sizes of labels go in as empty HTML tables of fixed
size, because the text is measured here and never by the engine. ``newrank`` is always on: without it
groups together with edge labels make the engine give up on about one graph in ten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.engine.diagrams.layout.plan import Cluster, Link, Plan, Size

if TYPE_CHECKING:
    from graphviz import Digraph

POINTS_PER_INCH = 72
GROUP_MARGIN = 14


def dot_text(plan: Plan, *, simple: bool = False) -> str:
    """DOT for ``plan``; ``simple`` asks for straight lines without space for labels."""
    from graphviz import Digraph

    graph = Digraph(
        graph_attr={
            "rankdir": plan.direction,
            "compound": "true",
            "newrank": "true",
            "nodesep": "0.45",
            "ranksep": "0.55",
            "splines": "line" if simple else "true",
            "nslimit": "2",
            "nslimit1": "2",
            "mclimit": "1",
        },
        node_attr={"shape": "box", "fixedsize": "true", "label": ""},
        edge_attr={"arrowhead": "none"},
    )
    for number, box in enumerate(plan.boxes):
        graph.node(f"n{number}", **_box_attributes(box))
    for number, cluster in enumerate(plan.clusters):
        if cluster.root:
            _add_cluster(graph, plan, number, cluster)
    for link in plan.links:
        graph.edge(f"n{link.tail}", f"n{link.head}", **_link_attributes(link, simple=simple))
    return str(graph.source)


def _add_cluster(graph: Digraph, plan: Plan, number: int, cluster: Cluster) -> None:
    """One subgraph with its members; the depth is limited before, so this may recurse."""
    with graph.subgraph(name=f"cluster_{number}") as inner:
        inner.attr(margin=str(GROUP_MARGIN), labeljust="l", label=_table(cluster.title))
        for box in cluster.boxes:
            inner.node(f"n{box}")
        for child in cluster.children:
            _add_cluster(inner, plan, child, plan.clusters[child])


def _box_attributes(box: Size) -> dict[str, str]:
    attributes = {
        "width": f"{box.width / POINTS_PER_INCH:.3f}",
        "height": f"{box.height / POINTS_PER_INCH:.3f}",
    }
    if box.outline != "box":
        attributes["shape"] = box.outline
    return attributes


def _link_attributes(link: Link, *, simple: bool) -> dict[str, str]:
    attributes = {"id": str(link.edge)}
    if link.min_length > 1:
        attributes["minlen"] = str(min(link.min_length, 4))
    if link.clip_tail is not None:
        attributes["ltail"] = f"cluster_{link.clip_tail}"
    if link.clip_head is not None:
        attributes["lhead"] = f"cluster_{link.clip_head}"
    if link.label is not None and not simple:
        attributes["label"] = _table(link.label)
    return attributes


def _table(size: Size) -> str:
    """An empty table that only takes up room."""
    return (
        '<<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0" FIXEDSIZE="TRUE" '
        f'WIDTH="{round(size.width)}" HEIGHT="{round(size.height)}"><TR><TD></TD></TR></TABLE>>'
    )
