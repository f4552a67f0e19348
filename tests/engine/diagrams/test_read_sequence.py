"""Every construct of Mermaid sequence diagrams, one row each."""

from __future__ import annotations

import pytest

from apps.engine.diagrams.model import (
    Activation,
    Diagram,
    FragmentClose,
    FragmentElse,
    FragmentOpen,
    Note,
)
from apps.engine.diagrams.model import Sequence as SequenceModel
from apps.engine.diagrams.read import read_diagram


def read(body: str) -> Diagram:
    return read_diagram(artifact="d.md", source="sequenceDiagram\n" + body, language="mermaid")


def sequence(body: str) -> SequenceModel:
    found = read(body).sequence
    assert found is not None
    return found


def messages(body: str) -> list[str]:
    return [f"{m.source}>{m.target}:{m.text}" for m in sequence(body).messages]


def levels(body: str) -> list[str]:
    return [p.level for p in read(body).problems]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("A->>B: x %% c", ["A>B:x %% c"]),
        ("A->>B: the end", ["A>B:the end"]),
        ("A->>B: end", ["A>B:end"]),
        ("API Gateway->>User DB: q", ["API Gateway>User DB:q"]),
        ("A->>B:x", ["A>B:x"]),
        ("A ->> B : x", ["A>B:x"]),
        ("my-service->>other-svc: x", ["my-service>other-svc:x"]),
        ("A->>B: a: b->>c", ["A>B:a: b->>c"]),
        ("A->>B: hi;B->>A: yo", ["A>B:hi", "B>A:yo"]),
        ("A->>B: hi;", ["A>B:hi"]),
        ("A->>B: #quot;x#quot; #35;1 #59; y", ['A>B:"x" #1 ; y']),
        ("A->>B: a<br/>b", ["A>B:a b"]),
        ("A->>B: wrap: long", ["A>B:long"]),
        ("A->>B: bubble wrap: x", ["A>B:bubble wrap: x"]),
        ("A->>B:wrap: long", ["A>B:long"]),
        ("# comment\n%% comment\nA->>B: x", ["A>B:x"]),
        ("A->>()B: x", ["A>B:x"]),
        ("服务->>数据库: 查询", ["服务>数据库:查询"]),
        ("A->>A: self", ["A>A:self"]),
        ('links A: {"x": "y"}\nlink A: x @ https://y\nA->>B: x', ["A>B:x"]),
        ("accTitle: t\naccDescr {\nlong\ntext\n}\nA->>B: x", ["A>B:x"]),
    ],
)
def test_valid_messages_are_read_without_a_problem(body, expected):
    assert messages(body) == expected
    assert levels(body) == []


@pytest.mark.parametrize(
    ("body", "expected", "level"),
    [
        ("A->>B", ["A>B:"], "warning"),
        ("A->>B: a; b", ["A>B:a; b"], "warning"),
        ("A->>B: a &lt; b", ["A>B:a < b"], "warning"),
        ("participant A B as C\nA B->>D: x", ["A B>D:x"], "warning"),
        ("A->>B: call #1", ["A>B:call #1"], "warning"),
        ("A=>B: x", ["A>B:x"], "warning"),
        ("A→B: x", ["A>B:x"], "warning"),
        ('participant "A B"\nA B->>C: x', ["A B>C:x"], "warning"),
        ("A->>B: x\ndeactivate B", ["A>B:x"], "warning"),
        ("end->>B: x", ["end>B:x"], "warning"),
        ("A->>B: x\nend", ["A>B:x"], "warning"),
        ("else y\nA->>B: x", ["A>B:x"], "warning"),
        ("alt y\nA->>B: x", ["A>B:x"], "error"),
        ("this is no statement\nA->>B: x", ["A>B:x"], "error"),
    ],
)
def test_what_mermaid_refuses_is_read_and_reported(body, expected, level):
    assert messages(body) == expected
    assert levels(body) == [level]


@pytest.mark.parametrize(
    ("arrow", "kind", "style", "head", "tail"),
    [
        ("->>", "call", "solid", "arrow", "none"), ("-->>", "return", "dashed", "arrow", "none"),
        ("->", "call", "solid", "none", "none"), ("-->", "return", "dashed", "none", "none"),
        ("-x", "call", "solid", "cross", "none"), ("--x", "return", "dashed", "cross", "none"),
        ("-)", "async", "solid", "async", "none"), ("--)", "async", "dashed", "async", "none"),
        ("<<->>", "call", "solid", "arrow", "arrow"), ("<<-->>", "call", "dashed", "arrow", "arrow"),
        ("-|\\", "call", "solid", "half-up", "none"), ("--|/", "return", "dashed", "half-down", "none"),
    ],
)  # fmt: skip
def test_every_arrow_is_read(arrow, kind, style, head, tail):
    (message,) = sequence(f"A{arrow}B: x").messages
    assert (message.kind, message.line_style) == (kind, style)
    assert (message.head, message.tail) == (head, tail)


def test_participants_stand_in_the_order_of_first_use():
    found = sequence("participant B as The B<br/>of it\nA->>C: x\nactor D\nB->>D: y")
    assert [(p.id, p.label, p.kind) for p in found.participants] == [
        ("B", "The B of it", "participant"),
        ("A", "A", "participant"),
        ("C", "C", "participant"),
        ("D", "D", "actor"),
    ]


def test_typed_participants_and_names_in_quotes():
    found = sequence('participant A@{ "type": "database" } as "Orders"\nA->>B: x')
    assert (found.participants[0].kind, found.participants[0].label) == ("database", "Orders")


def test_a_request_to_wrap_is_not_part_of_a_name():
    assert (
        sequence("participant A as wrap: Long name\nA->>B: x").participants[0].label == "Long name"
    )


def test_fragments_nest_with_their_branches():
    body = (
        "alt cached\nA->>B: x\nelse missing\nloop 3 times\nA->>C: y\nend\nend\npar one\nA->>B: z\n"
        "and two\nA->>C: z\nend\ncritical lock\nA->>B: l\noption timeout\nA->>A: t\nend"
    )
    found = sequence(body)
    opened = [(i.kind, i.label) for i in found.items if isinstance(i, FragmentOpen)]
    assert opened == [("alt", "cached"), ("loop", "3 times"), ("par", "one"), ("critical", "lock")]
    branches = [i.label for i in found.items if isinstance(i, FragmentElse)]
    assert branches == ["missing", "two", "timeout"]
    assert sum(isinstance(i, FragmentClose) for i in found.items) == 4
    assert levels(body) == []


@pytest.mark.parametrize("kind", ["opt", "break", "rect", "par_over"])
def test_other_fragments_are_read(kind):
    assert levels(f"{kind} rgb(1,2,3)\nA->>B: x\nend") == []


def test_an_open_fragment_is_reported_at_its_own_line():
    (problem,) = read("A->>B: x\nalt y\nA->>B: z").problems
    assert (problem.level, problem.line) == ("error", 3)


def test_activations_by_sign_and_by_line():
    found = sequence("A->>+B: x\nB-->>-A: y\nactivate A\ndeactivate A")
    assert [(m.activate, m.deactivate) for m in found.messages] == [(True, False), (False, True)]
    assert [i.on for i in found.items if isinstance(i, Activation)] == [True, False]


def test_notes_have_a_side_and_participants():
    found = sequence("Note over A,B: both\nnote left of A: l\nNote right of B: r")
    notes = [(n.place, n.over, n.label_lines) for n in found.items if isinstance(n, Note)]
    assert notes == [
        ("over", ("A", "B"), ("both",)),
        ("left", ("A",), ("l",)),
        ("right", ("B",), ("r",)),
    ]


def test_boxes_autonumber_creation_and_destruction():
    body = (
        "autonumber 10 5\nbox Blue Zone one\nparticipant A\nend\nA->>B: x\n"
        "create participant C\nA->>C: new\ndestroy C\nA-xC: bye"
    )
    found = sequence(body)
    assert found.autonumber == (10, 5)
    assert [(b.title, b.colour) for b in found.boxes] == [("Zone one", "#0000ff")]
    last = found.participants[-1]
    assert (found.participants[0].box, last.created_at, last.destroyed_at) == ("box1", 2, 3)
    assert levels(body) == []
