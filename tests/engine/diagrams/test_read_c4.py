"""C4 diagrams written in Mermaid."""

from __future__ import annotations

from apps.engine.diagrams.read import read_diagram

SOURCE = """C4Container
title Shop
Person(u, "User", "buys")
Person_Ext(p, "Partner")
System_Boundary(b, "Shop") {
  Container(api, "API (v2), public", "Go, gRPC", "does it", $tags="x+y")
  ContainerDb(db, "Orders DB x3", "PostgreSQL")
  ContainerQueue(q, "Order Events", "Kafka")
}
System_Ext(pay, "Payment")
Rel(u, api, "uses", "HTTPS")
Rel_Back(db, api, "reads")
BiRel(api, pay, "pays")
Rel(api, q, "publishes")
UpdateElementStyle(api, $bgColor="#ff0000")
UpdateLayoutConfig($c4ShapeInRow="3")
"""


def read(source):
    return read_diagram(artifact="d.md", source=source, language="mermaid")


def test_elements_boundaries_and_relations_are_read():
    found = read(SOURCE)
    assert found.graph is not None
    assert (found.kind, found.title, found.problems) == ("component", "Shop", ())
    told = [(n.id, n.shape, n.role, n.technology, n.group, n.external) for n in found.graph.nodes]
    assert told == [
        ("u", "person", "actor", None, None, False),
        ("p", "person", "actor", None, None, True),
        ("api", "box", "service", "Go, gRPC", "b", False),
        ("db", "cylinder", "store", "PostgreSQL", "b", False),
        ("q", "queue", "queue", "Kafka", "b", False),
        ("pay", "box", "external", None, None, True),
    ]
    api, db = found.graph.nodes[2:4]
    assert (api.label, api.description, api.classes, api.colour) == (
        "API (v2), public", "does it", ("x", "y"), "#ff0000",
    )  # fmt: skip
    assert (db.name, db.replicas) == ("Orders DB", 3)
    edges = [(e.source, e.target, e.label, e.head, e.tail, e.is_async) for e in found.graph.edges]
    assert edges == [
        ("u", "api", "uses", "arrow", "none", False),
        ("db", "api", "reads", "none", "arrow", False),
        ("api", "pay", "pays", "arrow", "arrow", False),
        ("api", "q", "publishes", "arrow", "none", True),
    ]


def test_deployment_nodes_are_groups_that_nest():
    source = (
        'C4Deployment\nDeployment_Node(z, "Zone A", "eu-1a") {\n  Node(n, "VM x3") {\n'
        '    Container(a, "API", "Go")\n  }\n}\nDeployment_Node(e, "Empty")'
    )
    found = read(source)
    assert found.graph is not None
    assert found.kind == "deployment"
    assert [(g.id, g.parent, g.technology) for g in found.graph.groups] == [
        ("z", None, "eu-1a"), ("n", "z", None), ("e", None, None),
    ]  # fmt: skip
    assert found.graph.nodes[0].group == "n"


def test_faults_are_reported_and_the_rest_is_read():
    source = (
        'C4Context\nPerson(a, "A)\nSystem(b, "B")\nRel(b, c, "x")\nnonsense here\n'
        'System_Boundary(s, "S") {\nSystem(d, "D")'
    )
    found = read(source)
    assert found.graph is not None
    assert {node.id for node in found.graph.nodes} >= {"b", "d"}
    assert {p.line for p in found.problems if p.level == "error"} == {4, 5, 6}


def test_a_relation_by_index_and_unquoted_texts():
    found = read("C4Dynamic\nPerson(u, User)\nSystem(s, Shop)\nRelIndex(1, u, s, buys)")
    assert found.graph is not None
    assert [(e.source, e.target, e.label) for e in found.graph.edges] == [("u", "s", "buys")]


def test_macros_of_plantuml_alone_are_read_and_reported():
    found = read('C4Context\nSystem(a, "A")\nSystem(b, "B")\nBiRel_R(a, b, "talks")\nLay_D(a, b)')
    assert found.graph is not None
    assert [(e.source, e.target, e.tail) for e in found.graph.edges] == [("a", "b", "arrow")]
    assert [(p.level, p.line) for p in found.problems] == [("warning", 4), ("warning", 5)]
