"""What all sources have in common: kinds, titles, names in labels, unread notations, limits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine.diagrams.read import is_diagram_language, read_diagram, read_diagram_file
from apps.engine.diagrams.read.naming import described
from apps.engine.diagrams.read.roles import role_of
from apps.engine.text import CanonicalText
from tests.linear import assert_linear


def read(source, language="mermaid", **more):
    return read_diagram(artifact="d.md", source=source, language=language, **more)


@pytest.mark.parametrize(
    ("source", "caption", "kind", "by"),
    [
        ("%% kind: deployment\nflowchart LR\nA-->B", "Components", "deployment", "explicit"),
        ("sequenceDiagram\nA->>B: x", "Deployment", "sequence", "syntax"),
        ("C4Deployment\nNode(a, A)", "", "deployment", "syntax"),
        ("flowchart LR\nA-->B", "Figure 3 Deployment", "deployment", "caption"),
        ("flowchart LR\nA-->B", "Component view", "component", "caption"),
        (
            "flowchart LR\nsubgraph zone-a\nA\nend\nsubgraph zone-b\nB\nend",
            "",
            "deployment",
            "content",
        ),
        (
            "flowchart LR\nsubgraph us-east-1\nsubgraph app\nA\nB\nend\nend",
            "",
            "deployment",
            "content",
        ),
        ("flowchart LR\nsubgraph Core\nA\nend\nA-->B", "", "component", "content"),
        ("flowchart TD\nS([Start])-->D{ok?}\nD-->|yes|E([End])", "", "other", "content"),
    ],
)
def test_the_kind_is_told_by_author_syntax_caption_or_content(source, caption, kind, by):
    found = read(source, caption=caption)
    assert (found.kind, found.kind_source) == (kind, by)


@pytest.mark.parametrize(
    ("source", "caption", "title"),
    [
        ("%% title: Figure 1 Paths\nflowchart LR\nA-->B", "Figure 9", "Figure 1 Paths"),
        ("---\ntitle: 'From front matter'\n---\nflowchart LR\nA-->B", "", "From front matter"),
        ("flowchart LR\nA-->B", "Figure 2 Flow", "Figure 2 Flow"),
        ("sequenceDiagram\ntitle: Login\nA->>B: x", "", "Login"),
        ("C4Context\ntitle The system\nPerson(a, A)", "", "The system"),
        ("flowchart LR\naccTitle: Spoken\nA-->B", "", "Spoken"),
    ],
)
def test_titles(source, caption, title):
    assert read(source, caption=caption).title == title


@pytest.mark.parametrize(
    ("label", "name", "technology", "replicas"),
    [
        (("API Gateway x20",), "API Gateway", None, 20),
        (("API Gateway ×20",), "API Gateway", None, 20),
        (("API Gateway [20]",), "API Gateway", None, 20),
        (("API Gateway (20 pods)",), "API Gateway", None, 20),
        (("3x API Gateway",), "API Gateway", None, 3),
        (("API Gateway", "replicas: 1,200"), "API Gateway", None, 1200),
        (("Ranker [Triton, L4]",), "Ranker", "Triton, L4", None),
        (("Cache (Redis)", "x3"), "Cache", "Redis", 3),
        (("Search API - FastAPI",), "Search API", "FastAPI", None),
        (("Search API", "[Container: FastAPI]"), "Search API", "FastAPI", None),
        (("User Feature", "Store"), "User Feature Store", None, None),
        (("Ranker x1 per zone",), "Ranker", None, None),
        (("Postgres (single instance)",), "Postgres (single instance)", None, 1),
        (("OAuth 2 Server",), "OAuth 2 Server", None, None),
        (("Model v2",), "Model v2", None, None),
    ],
)
def test_labels_tell_names_technologies_and_replicas(label, name, technology, replicas):
    told = described(label)
    assert (told.name, told.technology, told.replicas) == (name, technology, replicas)


@pytest.mark.parametrize(
    ("name", "shape", "technology", "role"),
    [
        ("Orders", "cylinder", None, "store"), ("Result Cache", "cylinder", None, "cache"),
        ("Shopper", "box", None, "actor"), ("Mobile App", "box", None, "client"),
        ("API Gateway", "box", None, "gateway"), ("LB", "box", None, "gateway"),
        ("Event Bus", "box", None, "queue"), ("Queue Worker", "box", None, "service"),
        ("Model Registry", "box", None, "store"), ("Nightly Training Job", "box", None, "job"),
        ("Orders", "box", "PostgreSQL", "store"), ("Events", "box", "Kafka", "queue"),
        ("Ranker", "box", "Triton", "model"), ("Something", "box", None, "other"),
        ("Candidate Sorter", "box", None, "other"), ("Customer Database", "box", None, "store"),
    ],
)  # fmt: skip
def test_roles_come_from_shape_then_words_then_technology(name, shape, technology, role):
    assert role_of(name, shape, technology) == role


@pytest.mark.parametrize(
    ("language", "source", "notation", "kind"),
    [
        ("plantuml", "@startuml\nparticipant A\nA -> B : x\n@enduml", "plantuml", "sequence"),
        ("puml", "@startuml\nDeployment_Node(a, 'A')\n@enduml", "plantuml", "deployment"),
        ("plantuml", "@startuml\n' kind: component\nfoo\n@enduml", "plantuml", "component"),
        ("dot", "digraph { a -> b }", "dot", "component"),
        (
            "structurizr",
            "workspace {\nviews {\ndeployment * Live\n}\n}",
            "structurizr",
            "deployment",
        ),
        ("d2", "a -> b", "d2", "other"),
        ("unheard", "a -> b", "other", "other"),
        ("mermaid", "gantt\ntitle Plan", "mermaid", "other"),
        ("mermaid", "stateDiagram-v2\n[*] --> A", "mermaid", "state"),
        ("mermaid", "classDiagram\nA <|-- B", "mermaid", "class"),
        ("mermaid", "erDiagram\nA ||--o{ B : x", "mermaid", "er"),
    ],
)
def test_other_notations_are_recognised_and_noted(language, source, notation, kind):
    found = read(source, language)
    assert (found.notation, found.kind, found.supported) == (notation, kind, False)
    assert [p.level for p in found.problems] == ["note"]
    assert "Write Mermaid flowchart, sequence or C4" in found.problems[0].message


@pytest.mark.parametrize(
    "source", ["", "\n\n", "flowchrat LR\nA-->B", "A --> B", "%% only a comment"]
)
def test_a_source_without_a_kind_is_an_error_not_an_unread_notation(source):
    found = read(source)
    assert found.supported
    assert [p.level for p in found.problems] == ["error"]


def test_diagram_files_are_told_by_their_ending():
    text = CanonicalText("diagrams/api-flow.mmd", "flowchart LR\nA-->B\n")
    found = read_diagram_file("diagrams/api-flow.mmd", text)
    assert found.title == "api flow"
    assert found.where.end == len("flowchart LR\nA-->B")
    other = CanonicalText("d/live.drawio", "<mxfile/>")
    assert read_diagram_file("d/live.drawio", other).notation == "drawio"


@pytest.mark.parametrize(
    ("word", "yes"), [("mermaid", True), ("PlantUML", True), ("python", False), ("", False)]
)
def test_diagram_languages(word, yes):
    assert is_diagram_language(word) is yes


def test_lines_and_places_are_those_of_the_document():
    text = CanonicalText("d.md", "# T\n\n  ```mermaid\n  flowchart LR\n    A-->B\n  ```\n")
    found = read(
        "flowchart LR\n  A-->B\n",
        text=text,
        source_start=text.text.index("flowchart"),
        source_line=4,
    )
    assert found.graph is not None
    assert [node.line for node in found.graph.nodes] == [5, 5]
    assert text.text[found.where.start : found.where.end] == "flowchart LR\n    A-->B"


def test_a_source_over_64_kb_is_not_read():
    found = read("flowchart LR\n" + "A-->B\n" * 11_000)
    assert not found.supported
    assert "64 KB" in found.problems[0].message


def test_a_diagram_of_10000_nodes_is_read():
    found = read("flowchart LR\n" + "".join(f"n{i}\n" for i in range(10_000)))
    assert found.graph is not None
    assert len(found.graph.nodes) == 10_000


@pytest.mark.parametrize("head", ["flowchart LR\n", "sequenceDiagram\n", "C4Container\n"])
@pytest.mark.parametrize("unit", ["[", "&", "|", '"', "%", "#", "A[(] ", "A-->|\n", "Rel(a,\n", "alt\n", "%%{", "=", "accDescr {\n"])  # fmt: skip
def test_hostile_sources_are_read_in_linear_time(head, unit):
    assert_linear(read, lambda size: head + unit * (size // len(unit)), 63_000)


@given(st.text(alphabet='AB[](){}<>|"-=.~&;:%#@x\n \\/', max_size=120))
@settings(max_examples=150, deadline=None)
def test_no_source_stops_the_readers(body):
    for head in ("flowchart LR\n", "sequenceDiagram\n", "C4Container\n"):
        found = read(head + body)
        keys = [e.key for e in (found.graph.edges if found.graph else ())]
        assert len(keys) == len(set(keys))
