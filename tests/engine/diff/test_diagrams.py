"""Diagrams as graphs and as sequences: each change once, with the keys of its element."""

from __future__ import annotations

import pytest

from tests.engine.diff.pairs import diff, edited, files, replaced, sentences

GRAPH = """# T

```mermaid
flowchart LR
  subgraph edge [Edge]
    gw[API Gateway]
  end
  subgraph core [Core]
    api[Orders API x3] --> db[(Orders DB)]
    api -->|SQL| db
    cache[(Cache)]
  end
  gw -->|gRPC| api
  api -->|GET| cache
```
"""
CALLS = """# T

```mermaid
sequenceDiagram
  participant U as User
  participant G as Gateway
  participant S as Search
  U->>G: GET /items
  G->>S: search(q)
  S-->>G: ids
  alt empty
    G->>S: popular()
  else found
    G->>G: sort
  end
  Note over G,S: deadline 200 ms
  G-->>U: 200
```
"""


def elements(old: str, *pairs: tuple[str, str]) -> list[tuple[str, str, str, str]]:
    """Element, kind, aspect and name of what counts, when each pair is replaced."""
    new = old
    for before, after in pairs:
        assert before in new, before
        new = new.replace(before, after)
    found = diff(old, new)
    assert all(change.area == "diagram" for change in found.changes)
    assert len(found.diagrams) == 1
    told = [e for e in found.diagrams[0].elements if e.counts]
    assert len(told) == len(found.changes)
    return [(e.element, e.kind, e.aspect, e.name) for e in told]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[API Gateway]", "[Edge Gateway]", ("node", "renamed", "label", "Edge Gateway")),
        ("API x3]", "API x5]", ("node", "changed", "replicas", "Orders API")),
        ("[(Cache)]", "[Cache]", ("node", "changed", "shape", "Cache")),
        ("|gRPC|", "|REST|", ("edge", "relabelled", "label", "API Gateway → Orders API")),
        ("gw -->|gRPC|", "gw -.->|gRPC|", ("edge", "changed", "mode", "API Gateway → Orders API")),
        ("  api -->|GET| cache\n", "", ("edge", "removed", "", "Orders API → Cache: GET")),
        ("api -->|GET| cache", "cache -->|GET| api", ("edge", "reversed", "direction", "Cache → Orders API: GET")),
        ("[Core]", "[Centre]", ("group", "renamed", "label", "Centre")),
        ("flowchart LR", "flowchart TB", ("diagram", "changed", "direction", "diagram-1")),
        ("cache\n```", "cache\n  api --> q[[Queue]]\n```", ("node", "added", "", "Queue")),
    ],
)  # fmt: skip
def test_a_change_of_a_graph_is_told_once(old, new, expected):
    found = elements(GRAPH, (old, new))
    if expected[3] == "Queue":
        assert found.pop() == ("edge", "added", "", "Orders API → Queue")
    assert found == [expected]


def test_ids_comments_and_white_space_are_no_change():
    assert elements(GRAPH, ("cache", "kv")) == []
    assert elements(GRAPH, ("  gw -->|gRPC| api", "\n%% calls\n    gw   -->|gRPC|   api;")) == []


def test_a_node_in_another_group_is_one_change_with_both_groups():
    found = diff(GRAPH, GRAPH.replace("    cache[(Cache)]\n", "").replace("    gw[API Gateway]\n", "    gw[API Gateway]\n    cache[(Cache)]\n"))  # fmt: skip
    assert sentences(found) == ["Node Cache went from Core to Edge"]
    place = found.changes[0].new_place
    assert place.element == "diagram-1/node:cache"


def test_members_of_a_group_that_went_are_not_told_one_by_one():
    new = GRAPH.replace("  subgraph edge [Edge]\n", "").replace("Gateway]\n  end", "Gateway]")
    assert sentences(diff(GRAPH, new)) == ["Group Edge removed"]
    assert sentences(diff(new, GRAPH)) == ["Group Edge added"]


def test_a_new_id_and_a_new_label_among_the_same_neighbours_is_a_new_name():
    found = edited(("rank[Ranking Service]", "ranker[Ranking Services]"), ("rank -->|MGET|", "ranker -->|MGET|"))  # fmt: skip
    assert sentences(found) == ["Node Ranking Service is now Ranking Services"]
    element = found.diagrams[0].elements[0]
    assert (element.old_key, element.new_key) == (
        "figure-1-component-view/node:rank",
        "figure-1-component-view/node:ranker",
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("S-->>G: ids\n", "S-->>G: 500 ids\n", [("message", "relabelled", "label", "Search → Gateway")]),
        ("  S-->>G: ids\n", "", [("message", "removed", "", "Search → Gateway: ids")]),
        ("  S-->>G: ids\n", "  S->>S: rank\n  S-->>G: ids\n", [("message", "added", "", "Search → Search: rank")]),
        ("G->>S: search(q)", "G-)S: search(q)", [("message", "changed", "kind", "Gateway → Search: search(q)")]),
        ("G as Gateway", "G as Edge", [("participant", "renamed", "label", "Edge")]),
        ("participant U", "actor U", [("participant", "changed", "kind", "User")]),
        ("alt empty", "alt nothing", [("fragment", "relabelled", "label", "alt")]),
        ("else found", "else ok", [("fragment", "changed", "branches", "alt empty")]),
        ("deadline 200 ms", "deadline 100 ms", [("note", "relabelled", "label", "")]),
        ("  Note over G,S: deadline 200 ms\n", "", [("note", "removed", "", "deadline 200 ms")]),
        ("  participant S as Search\n", "  participant C as Cache\n  participant S as Search\n",
         [("participant", "added", "", "Cache")]),
    ],
)  # fmt: skip
def test_a_change_of_a_sequence_is_told_once(old, new, expected):
    assert elements(CALLS, (old, new)) == expected


def test_a_moved_message_is_one_change():
    text = CALLS.replace("  U->>G: GET /items\n", "")
    text = text.replace("  G-->>U: 200\n", "  U->>G: GET /items\n  G-->>U: 200\n")
    assert sentences(diff(CALLS, text)) == ["Message User → Gateway: GET /items moved"]


def test_messages_inside_a_frame_that_came_are_not_told_one_by_one():
    text = CALLS.replace("  S-->>G: ids\n", "  opt cached\n  S-->>G: ids\n  end\n")
    assert sentences(diff(CALLS, text)) == ["Fragment opt cached added"]


def test_a_diagram_inserted_before_an_untitled_one_leaves_it_as_it_was():
    first = "```mermaid\nflowchart LR\n  x[Proxy] --> y[Router]\n```\n\n"
    found = diff(GRAPH, GRAPH.replace("# T\n\n", f"# T\n\n{first}Below is the core.\n\n"))
    assert [(c.area, c.kind) for c in found.changes] == [("diagram", "added"), ("text", "added")]


def test_a_diagram_that_is_not_read_is_compared_by_its_source():
    old = "# T\n\n```mermaid\ngantt\n  title A\n  section S\n  Task :a1, 2026-01-01, 30d\n```\n"
    assert sentences(diff(old, old.replace("30d", "40d"))) == ["Diagram a: the source changed"]
    assert diff(old, old.replace("  Task", "\n    Task")).changes == ()


def test_a_diagram_of_its_own_file_is_told_once():
    texts = {"design.md": "# T\n\nText.\n", "flow.mmd": "flowchart LR\n  a[One] --> b[Two]\n"}
    assert sentences(diff(texts, replaced(texts, "flow.mmd", ("Two", "Three things")))) == [
        "Node Two is now Three things"
    ]
    gone = {"design.md": texts["design.md"]}
    assert sentences(diff(texts, gone)) == ["Diagram removed: flow"]


def test_a_replica_count_in_a_drawing_is_listed_as_quantity_without_counting():
    found = edited(("a3[Rec Orchestrator x78]", "a3[Rec Orchestrator x80]"))
    assert sentences(found) == ["Node Rec Orchestrator, replicas: 78 → 80"]
    assert [(q.old_value, q.new_value) for q in found.quantities] == [(234, 236)]
    assert found.diagrams[2].changes[0].old_place.line == files()["design.md"][: files()["design.md"].index("a3[")].count("\n") + 1  # fmt: skip
