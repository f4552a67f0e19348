"""Diagrams built by hand, so that the drawing is tested without any reader."""

from __future__ import annotations

from apps.engine.diagrams.model import (
    Diagram,
    Edge,
    FragmentClose,
    FragmentElse,
    FragmentOpen,
    Graph,
    Group,
    Message,
    Node,
    Note,
    Participant,
    Problem,
    Sequence,
)
from apps.engine.text import Place


def node(name: str, label: str = "", **fields) -> Node:
    lines = tuple((label or name).split("|"))
    values = {"shape": "box", "role": "service", "line": 1, **fields}
    return Node(f"node:{name}", name, lines, lines[0], **values)


def edge(source: str, target: str, label: str = "", *, n: int = 0, **fields) -> Edge:
    lines = tuple(label.split("|")) if label else ()
    return Edge(f"edge:{source}->{target}#{n}", source, target, lines, 1, **fields)


def group(name: str, title: str = "", **fields) -> Group:
    return Group(f"group:{name}", name, title or name, 1, **fields)


def graph(nodes=(), edges=(), groups=(), direction="TB") -> Graph:
    return Graph(direction, tuple(nodes), tuple(edges), tuple(groups))


def diagram(graph=None, sequence=None, *, syntax="flowchart", problems=(), source="a\nb\nc"):
    return Diagram(
        key="d",
        notation="mermaid",
        syntax=syntax,
        kind="sequence" if sequence else "component",
        kind_source="content",
        title="Request flow",
        source=source,
        where=Place("design.md"),
        supported=graph is not None or sequence is not None,
        graph=graph,
        sequence=sequence,
        problems=tuple(problems),
    )


def problem(level: str, line: int, message: str = "Write something else.") -> Problem:
    return Problem(level, line, 1, message)


def participant(name: str, label: str = "", kind: str = "participant", **fields) -> Participant:
    return Participant(
        f"participant:{name}", name, tuple((label or name).split("|")), kind, 1, **fields
    )


def message(n: int, source: str, target: str, text: str = "", **fields) -> Message:
    lines = tuple(text.split("|")) if text else ()
    values = {"kind": "call", "line": 1, **fields}
    return Message(f"message:{n}", n, source, target, lines, **values)


def note(n: int, text: str, *over: str, place: str = "over") -> Note:
    return Note(f"note:{n}", place, over, (text,), 1)


SHOP = graph(
    [
        node("user", "User", shape="person", role="actor"),
        node("api", "API Gateway"),
        node("check", "Is the user allowed to order?", shape="diamond"),
        node("orders", "Order service x3", group="zone"),
        node("db", "Orders DB|PostgreSQL", shape="cylinder", role="store", group="zone"),
        node("events", "orders.created", shape="queue", role="queue", group="inner"),
        node("mail", "Mail provider", external=True, colour="#aa3355"),
        node("left", "Left alone"),
        node("also", "Left alone, too"),
    ],
    [
        edge("user", "api", "HTTPS"),
        edge("api", "check"),
        edge("check", "orders", "yes"),
        edge("orders", "db", "SQL", style="dashed"),
        edge("orders", "db", "SQL", n=1),
        edge("orders", "events", "publishes", style="thick"),
        edge("events", "mail", "sends a message to everybody who asked for one"),
        edge("orders", "orders", "retries"),
        edge("api", "zone", "to the group"),
        edge("api", "mail", style="invisible"),
    ],
    [group("zone", "Zone 1"), group("inner", "Messaging", parent="zone"), group("empty", "Empty")],
)

CALLS = Sequence(
    (
        participant("u", "User", "actor"),
        participant("g", "API Gateway|(edge)"),
        participant("r", "Ranker", "control"),
        participant("d", "Features", "database"),
        participant("w", "Worker", created_at=6, destroyed_at=7),
    ),
    (
        message(1, "u", "g", "GET /items", activate=True),
        note(1, "Deadline 200 ms", "g", "r"),
        message(2, "g", "r", "score these candidates with a text that is long enough to wrap"),
        FragmentOpen("fragment:1", "alt", "cache hit", 1),
        message(3, "r", "r", "look it up"),
        FragmentElse("cache miss", 1),
        FragmentOpen("fragment:2", "loop", "every shard", 1),
        message(4, "r", "d", "mget", head="async", kind="async"),
        FragmentClose(1),
        note(2, "p99 12 ms", "d", place="right"),
        FragmentClose(1),
        message(5, "r", "g", "scores", kind="return", line_style="dashed"),
        message(6, "r", "w", "create"),
        message(7, "w", "d", "done", head="cross"),
        FragmentOpen("fragment:3", "rect", "", 1, colour="#ffcc00"),
        message(8, "g", "u", "200 OK", kind="return", line_style="dashed", deactivate=True),
        FragmentClose(1),
    ),
    autonumber=(1, 1),
)
