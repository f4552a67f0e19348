"""Every construct of Mermaid flowcharts, one row each."""

from __future__ import annotations

import pytest

from apps.engine.diagrams.model import Diagram, Graph
from apps.engine.diagrams.read import read_diagram


def read(source: str) -> Diagram:
    return read_diagram(artifact="d.md", source=source, language="mermaid")


def graph(body: str, head: str = "flowchart LR\n") -> Graph:
    found = read(head + body).graph
    assert found is not None
    return found


def edges(body: str) -> list[str]:
    return [f"{e.source}>{e.target}:{e.label}" for e in graph(body).edges]


def levels(body: str) -> list[str]:
    return [p.level for p in read("flowchart LR\n" + body).problems]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("A & B --> C & D", ["A>C:", "A>D:", "B>C:", "B>D:"]),
        ("A --> B & C --> D", ["A>B:", "A>C:", "B>D:", "C>D:"]),
        ("A--text-->B", ["A>B:text"]),
        ("A--foo-->B", ["A>B:foo"]),
        ("A -. async .-> B", ["A>B:async"]),
        ("A == big ==> B", ["A>B:big"]),
        ("A --- oB", ["A>oB:"]),
        ('A -->|"x|y"| B', ["A>B:x|y"]),
        ('A["multi\nline"] --> B', ["A>B:"]),
        ("A\n  -->B", ["A>B:"]),
        ("A-->\nB", ["A>B:"]),
        ("A-->B;B-->C;", ["A>B:", "B>C:"]),
        ("A --> A", ["A>A:"]),
        ("A -->|one| B -->|two| C", ["A>B:one", "B>C:two"]),
        ("A -- a.b-c --> B", ["A>B:a.b-c"]),
        ('A -- "with -- dashes" --> B', ["A>B:with -- dashes"]),
        ("A e1@--> B\ne1@{ animate: true }", ["A>B:"]),
        ("A ~~~ B", []),
        ("A:::hot-->B:::cold", ["A>B:"]),
        ("my-node --> other.node", ["my-node>other.node:"]),
        ("a/b --> a:b", ["a/b>a:b:"]),
        ("服务 --> café", ["服务>café:"]),
        ("default --> End", ["default>End:"]),
        ("A[a;b] --> B; C --> D", ["A>B:", "C>D:"]),
        ("\tA --> B  ", ["A>B:"]),
        ("Q&A --> R&D[Lab]", ["Q&A>R&D:"]),
        ('A:::x@{ shape: cyl, label: "Z" } --> B', ["A>B:"]),
        ("A-->B\nclass A,B hot; B --> C", ["A>B:", "B>C:"]),
        ('A-->B\nclick A "https://e.org/;x"; B --> C', ["A>B:", "B>C:"]),
        ("subgraph a; A --> B; end; B --> C", ["A>B:", "B>C:"]),
    ],
)
def test_valid_connections_are_read_without_a_problem(body, expected):
    assert edges(body) == expected
    assert levels(body) == []


@pytest.mark.parametrize(
    ("body", "expected", "level"),
    [
        ("A---oB", ["A>B:"], "warning"),
        ("dev---ops", ["dev>ps:"], "warning"),
        ("A -> B", ["A>B:"], "warning"),
        ("A => B", ["A>B:"], "warning"),
        ("A → B", ["A>B:"], "warning"),
        ("A -- B", ["A>B:"], "warning"),
        ("A --> B %% note", ["A>B:"], "warning"),
        ("A --> B; %% note", ["A>B:"], "warning"),
        ('A[ "x"] --> B', ["A>B:"], "warning"),
        ('A -->| "x"| B', ["A>B:x"], "warning"),
        ("A[me@example.org] --> B", ["A>B:"], "warning"),
        ("A@{ shape: cyl }:::hot --> B", ["A>B:"], "warning"),
        ("subgraph Zone (EU)\nA-->B\nend", ["A>B:"], "warning"),
        ("subgraph one, two\nA-->B\nend", ["A>B:"], "warning"),
        ("subgraph a[x (y)]\nA-->B\nend", ["A>B:"], "warning"),
        ('subgraph a [ "x"]\nA-->B\nend', ["A>B:"], "warning"),
        ("A[text (x)] --> B", ["A>B:"], "warning"),
        ("A[GET /a/{id}] --> B", ["A>B:"], "warning"),
        ('A[say "hi"] --> B', ["A>B:"], "warning"),
        ("A -->|GET (x)| B", ["A>B:GET (x)"], "warning"),
        ("A[/api/v1] --> B", ["A>B:"], "warning"),
        ("A [text] --> B", ["A>B:"], "warning"),
        ("A --> end", ["A>end:"], "warning"),
        ("graph --> B", ["graph>B:"], "warning"),
        ("style --> B", ["style>B:"], "warning"),
        ("class --> B", ["class>B:"], "warning"),
        ("click --> B", ["click>B:"], "warning"),
        ("subgraph --> B", ["subgraph>B:"], "warning"),
        ('A@{ shape: queue, label: "x" } --> B', ["A>B:"], "warning"),
        ('"My API" --> B', ["My API>B:"], "warning"),
        ("x-->y", ["x>y:"], "warning"),
        ("A-->B\nlinkStyle 4 stroke:#f00", ["A>B:"], "warning"),
        ("A-->B\nend", ["A>B:"], "warning"),
        ("A[one] --> B\nA[two]", ["A>B:"], "note"),
        ("A[text --> B\nB --> C", ["A>B:", "B>C:"], "error"),
        ("A -->\n", [], "error"),
        ("A --> B\n]]]\nC --> D", ["A>B:", "C>D:"], "error"),
        ("A -->|text B\nC --> D", ["C>D:"], "error"),
        ("A -- text to nowhere\nC --> D", ["C>D:"], "error"),
    ],
)
def test_what_mermaid_refuses_is_read_and_reported(body, expected, level):
    assert edges(body) == expected
    assert level in levels(body)


@pytest.mark.parametrize(
    ("written", "shape"),
    [
        ("A[x]", "box"), ("A(x)", "round"), ("A([x])", "stadium"), ("A[[x]]", "subroutine"),
        ("A[(x)]", "cylinder"), ("A((x))", "circle"), ("A(((x)))", "double-circle"),
        ("A{x}", "diamond"), ("A{{x}}", "hexagon"), ("A>x]", "flag"), ("A[/x/]", "parallelogram"),
        ("A[\\x\\]", "parallelogram-alt"), ("A[/x\\]", "trapezoid"), ("A[\\x/]", "trapezoid-alt"),
        ("A(-x-)", "ellipse"), ('A@{ shape: cyl, label: "x" }', "cylinder"),
        ('A@{ shape: das, label: "x" }', "queue"), ('A@{shape: doc, label: "x"}', "document"),
    ],
)  # fmt: skip
def test_every_shape_is_read(written, shape):
    (node,) = graph(written).nodes
    assert (node.shape, node.label) == (shape, "x")
    assert levels(written) == []


@pytest.mark.parametrize(
    ("arrow", "style", "head", "tail", "length"),
    [
        ("-->", "solid", "arrow", "none", 1), ("---", "solid", "none", "none", 1),
        ("---->", "solid", "arrow", "none", 3), ("-.->", "dashed", "arrow", "none", 1),
        ("-..->", "dashed", "arrow", "none", 2), ("-.-", "dashed", "none", "none", 1),
        ("==>", "thick", "arrow", "none", 1), ("===", "thick", "none", "none", 1),
        ("--x", "solid", "cross", "none", 1), ("--o", "solid", "circle", "none", 1),
        ("<-->", "solid", "arrow", "arrow", 1), ("x--x", "solid", "cross", "cross", 1),
        ("o--o", "solid", "circle", "circle", 1), ("<-.->", "dashed", "arrow", "arrow", 1),
        ("------------>", "solid", "arrow", "none", 4),
    ],
)  # fmt: skip
def test_every_arrow_is_read(arrow, style, head, tail, length):
    (edge,) = graph(f"A {arrow} B").edges
    assert (edge.style, edge.head, edge.tail, edge.min_length) == (style, head, tail, length)


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        ('"a<br/>b<BR>c"', ("a", "b", "c")),
        ("a\\nb", ("a", "b")),
        ('"<b>x</b> <i>y</i> <JWT> < verb >"', ("x y <JWT> < verb >",)),
        ('"#35;1 #quot;q#quot; &amp; #59;"', ('#1 "q" & ;',)),
        ('"`**bold** and _soft_`"', ("bold and soft",)),
        ('"fa:fa-car Car"', ("Car",)),
        ('"a]b (c) {d}"', ("a]b (c) {d}",)),
    ],
)
def test_labels_become_plain_lines(raw, lines):
    (node,) = graph(f"A[{raw}]").nodes
    assert node.label_lines == lines


def test_groups_nest_and_keep_ids_titles_and_directions():
    body = 'subgraph z1 [Zone 1]\ndirection TB\nsubgraph "My rack"\nA\nend\nB\nend\nC --> z1'
    found = graph(body)
    assert [(g.id, g.title, g.parent, g.direction) for g in found.groups] == [
        ("z1", "Zone 1", None, "TB"),
        ("~my-rack", "My rack", "z1", None),
    ]
    assert {n.id: n.group for n in found.nodes} == {"A": "~my-rack", "B": "z1", "C": None}
    assert edges(body) == ["C>z1:"]


@pytest.mark.parametrize(
    ("head", "group", "title"),
    [
        ('subgraph "`**Zone** one`"', "~zone-one", "Zone one"),
        ('subgraph z["`_Zone_\n  one`"]', "z", "Zone one"),
        ("subgraph z[Zone one];", "z", "Zone one"),
        ('subgraph "one; two"', "~one-two", "one; two"),
        ("subgraph R #amp; D", "~r-amp-d", "R & D"),
    ],
)
def test_titles_of_groups_as_markdown_over_lines_and_before_a_semicolon(head, group, title):
    found = graph(f"{head}\nA\nend")
    assert [(g.id, g.title) for g in found.groups] == [(group, title)]
    assert [n.id for n in found.nodes] == ["A"]


def test_the_first_of_two_groups_keeps_a_node():
    body = "subgraph a\nX[x]\nend\nsubgraph b\nX[x]\nend"
    assert graph(body).nodes[0].group == "a"
    assert levels(body) == ["warning"]


def test_a_node_used_before_its_group_belongs_to_the_group():
    assert graph("A-->B\nsubgraph z\nA\nend").nodes[0].group == "z"


def test_a_group_without_end_is_closed_and_reported_at_its_opening_line():
    found = read("flowchart LR\nA-->B\nsubgraph z\nC")
    assert [(p.level, p.line, p.element) for p in found.problems] == [("error", 3, "group:z")]


def test_styles_classes_and_links_reach_nodes_and_edges():
    body = (
        "A:::hot --> B --> C\nclassDef hot fill:#f00,stroke:#333\nstyle B fill:lightblue\n"
        'class C hot\nlinkStyle 1 stroke:#0a0\nclick A href "https://example.org/x" _blank'
    )
    found = graph(body)
    assert [n.colour for n in found.nodes] == ["#ff0000", "#add8e6", "#ff0000"]
    assert [e.colour for e in found.edges] == [None, "#00aa00"]
    assert found.nodes[0].link == "https://example.org/x"
    assert levels(body) == []


@pytest.mark.parametrize(
    ("head", "direction", "warned"),
    [
        ("flowchart", "TB", False), ("graph TD", "TB", False), ("graph RL", "RL", False),
        ("flowchart td", "TB", True), ("graph >", "LR", False), ("flowchart XY", "TB", True),
    ],
)  # fmt: skip
def test_directions(head, direction, warned):
    found = read(head + "\nA-->B")
    assert found.graph is not None
    assert found.graph.direction == direction
    assert bool(found.problems) == warned


def test_carriage_returns_a_byte_order_mark_and_directives_do_no_harm():
    source = "\ufeff---\r\ntitle: Paths\r\n---\r\n%%{init: {\r\n'theme':'dark'}}%%\r\nflowchart LR\r\nA-->B\r\n"
    found = read(source)
    assert found.title == "Paths"
    assert found.graph is not None
    assert [(e.source, e.line) for e in found.graph.edges] == [("A", 7)]
    assert not found.problems


def test_400_edges_of_one_line_are_read_and_the_rest_is_reported():
    many = " & ".join(f"n{i}" for i in range(30))
    body = f"{many} --> {many.replace('n', 'm')}"
    assert len(edges(body)) == 400
    assert levels(body) == ["warning"]


def test_a_label_over_500_characters_is_cut():
    (node,) = graph(f'A["{"x" * 900}"]').nodes
    assert len(node.label) == 500
    assert levels(f'A["{"x" * 900}"]') == ["warning"]


def test_problems_say_where_what_was_read_and_what_to_write():
    found = read_diagram(
        artifact="d.md",
        source="flowchart LR\n  A[Ranker (GPU)] --> B",
        language="mermaid",
        source_line=60,
    )
    (problem,) = found.problems
    assert (problem.line, problem.column) == (61, 4)
    assert "Read: `A[Ranker (GPU)]`" in problem.message
    assert 'Write: `A["Ranker (GPU)"]`' in problem.message


def test_parallel_edges_have_keys_of_their_own():
    assert [e.key for e in graph("A-->B\nA-->B\nB-->A").edges] == [
        "edge:A->B#0", "edge:A->B#1", "edge:B->A#0",
    ]  # fmt: skip


def test_asynchronous_edges_are_told_by_dash_label_or_queue():
    body = "A -.-> B\nA -->|publishes| C\nA --> Q[[Order Queue]]\nA -->|gRPC| D"
    assert [e.is_async for e in graph(body).edges] == [True, True, True, False]
