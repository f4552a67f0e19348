"""Comments on elements of diagrams follow what they were made on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from apps.engine.anchors.carry import Side, carry
from apps.engine.anchors.elements import anchor_element
from apps.engine.anchors.selectors import Anchor, AnchorError, ElementFragment, Rectangle
from apps.engine.diagrams.model import Diagram
from apps.engine.diagrams.read import read_diagram

FLOW = """flowchart LR
  subgraph zone[Zone A]
    api[API gateway]
    rank[Ranking model]
  end
  store[(Feature store)]
  api -->|asks| rank
  rank -->|reads| store
  rank -->|writes| store
"""
CALLS = """sequenceDiagram
  participant U as User
  participant G as Gateway
  participant M as Model
  U->>G: ask
  G->>M: rank
  M-->>G: scores
  G-->>U: answer
"""


def drawn(source: str, key: str = "d") -> Diagram:
    return replace(read_diagram(artifact="d.md", source=source, language="mermaid"), key=key)


def follow(old: str, new: str, element: str) -> tuple[str, str]:
    """State, and the new element; for one that needs placing, the best guess."""
    before, after = drawn(old), drawn(new)
    anchor = anchor_element(before, element)
    (found,) = carry([anchor], old=Side({}, diagrams=[before]), new=Side({}, diagrams=[after]))
    place = found.anchor or found.guess
    fragment = place.get(ElementFragment) if place else None
    return found.state, fragment.element if fragment else ""


@pytest.mark.parametrize(
    "element",
    ["node:api", "node:store", "group:zone", "edge:api->rank#0", "edge:rank->store#1"],
)
def test_elements_of_an_unchanged_diagram_are_exact(element):
    assert follow(FLOW, FLOW, element) == ("exact", element)


@pytest.mark.parametrize("element", ["participant:G", "message:1", "message:4"])
def test_elements_of_an_unchanged_sequence_are_exact(element):
    assert follow(CALLS, CALLS, element) == ("exact", element)


def test_a_new_node_elsewhere_leaves_the_others_exact():
    new = FLOW + "  api --> cache[Cache]\n"
    assert follow(FLOW, new, "node:rank") == ("exact", "node:rank")
    assert follow(FLOW, new, "edge:rank->store#0") == ("exact", "edge:rank->store#0")


def test_the_same_label_under_another_id_is_carried():
    new = FLOW.replace("rank[", "ranker[").replace("api -->|asks| rank", "api -->|asks| ranker")
    new = new.replace("rank -->|", "ranker -->|")
    assert follow(FLOW, new, "node:rank") == ("carried", "node:ranker")
    assert follow(FLOW, new, "edge:api->rank#0") == ("carried", "edge:api->ranker#0")


def test_a_new_label_on_the_same_id_is_shown_as_edited():
    new = FLOW.replace("Ranking model", "Ranking model v2")
    assert follow(FLOW, new, "node:rank") == ("edited", "node:rank")
    assert follow(FLOW, new, "edge:api->rank#0") == ("exact", "edge:api->rank#0")


def test_a_similar_label_among_the_same_neighbours_is_to_be_confirmed():
    new = FLOW.replace("store[(Feature store)]", "fs[(Features store)]").replace("| store", "| fs")
    assert follow(FLOW, new, "node:store") == ("relocated", "node:fs")
    assert follow(FLOW, new, "edge:rank->store#0")[0] == "needs_placing"


def test_another_label_among_the_same_neighbours_needs_placing():
    new = FLOW.replace("store[(Feature store)]", "kafka[(Event log)]").replace("| store", "| kafka")
    assert follow(FLOW, new, "node:store") == ("needs_placing", "")


def test_a_deleted_node_needs_placing():
    new = FLOW.replace("  rank -->|reads| store\n  rank -->|writes| store\n", "")
    new = new.replace("  store[(Feature store)]\n", "")
    assert follow(FLOW, new, "node:store") == ("needs_placing", "")
    assert follow(FLOW, new, "edge:rank->store#0") == ("needs_placing", "")


def test_an_id_that_now_names_something_else_is_not_trusted():
    old = "flowchart LR\n  A[Cache] --> B[Store]\n"
    new = "flowchart LR\n  A[Load balancer] --> B[Web server]\n  B --> C[Cache]\n"
    assert follow(old, new, "node:A") == ("carried", "node:C")
    assert follow(old, new, "node:B") == ("needs_placing", "node:B")


def test_two_nodes_that_swapped_labels_swap_their_comments():
    old = "flowchart LR\n  A[Cache] -->|fills| B[Store]\n"
    new = "flowchart LR\n  A[Store] -->|fills| B[Cache]\n"
    assert follow(old, new, "node:A") == ("carried", "node:B")
    assert follow(old, new, "node:B") == ("carried", "node:A")
    assert follow(old, new, "edge:A->B#0") == ("needs_placing", "")


def test_two_nodes_with_the_same_label_stay_apart_by_their_ids():
    old = "flowchart LR\n  a[Worker] --> q[Queue]\n  b[Worker] --> q\n"
    new = "flowchart LR\n  b[Worker] --> q[Queue]\n"
    assert follow(old, new, "node:b") == ("exact", "node:b")
    assert follow(old, new, "node:a") == ("needs_placing", "")


def test_an_edge_whose_end_changed_needs_placing():
    new = FLOW.replace("api -->|asks| rank", "api -->|asks| store")
    assert follow(FLOW, new, "edge:api->rank#0") == ("needs_placing", "")


def test_an_edge_turned_round_needs_placing():
    new = FLOW.replace("api -->|asks| rank", "rank -->|asks| api")
    assert follow(FLOW, new, "edge:api->rank#0")[0] == "needs_placing"


def test_an_edge_with_another_label_is_edited():
    new = FLOW.replace("|asks|", "|asks for scores|")
    assert follow(FLOW, new, "edge:api->rank#0") == ("edited", "edge:api->rank#0")


def test_parallel_edges_are_told_by_their_labels():
    new = FLOW.replace("  rank -->|reads| store\n", "")
    assert follow(FLOW, new, "edge:rank->store#1") == ("carried", "edge:rank->store#0")
    assert follow(FLOW, new, "edge:rank->store#0")[0] == "needs_placing"


def test_a_group_renamed_or_given_another_id_is_followed():
    assert follow(FLOW, FLOW.replace("zone[Zone A]", "z[Zone A]"), "group:zone") == (
        "carried",
        "group:z",
    )
    assert follow(FLOW, FLOW.replace("Zone A", "Availability zone A"), "group:zone")[0] == "edited"


def test_a_message_put_in_before_does_not_shift_comments():
    new = CALLS.replace("  G->>M: rank\n", "  G->>G: check the token\n  G->>M: rank\n")
    assert follow(CALLS, new, "message:1") == ("exact", "message:1")
    assert follow(CALLS, new, "message:2") == ("carried", "message:3")
    assert follow(CALLS, new, "message:4") == ("carried", "message:5")


def test_a_deleted_message_does_not_pass_its_comment_on():
    new = CALLS.replace("  M-->>G: scores\n", "")
    assert follow(CALLS, new, "message:3") == ("needs_placing", "")
    assert follow(CALLS, new, "message:4") == ("carried", "message:3")


def test_messages_in_another_order_are_followed_by_their_text():
    new = CALLS.replace("  U->>G: ask\n", "") + "  U->>G: ask\n"
    assert follow(CALLS, new, "message:1") == ("carried", "message:4")


def test_messages_of_a_renamed_participant_are_followed():
    new = CALLS.replace("G as Gateway", "A as API gateway").replace("G->>", "A->>")
    new = new.replace(">>G:", ">>A:").replace("G-->>", "A-->>")
    old = CALLS.replace("Gateway", "API gateway")
    assert follow(old, new, "participant:G") == ("carried", "participant:A")
    assert follow(old, new, "message:2") == ("exact", "message:2")


def test_a_message_that_goes_to_somebody_else_needs_placing():
    new = CALLS.replace("G->>M: rank", "G->>U: rank")
    assert follow(CALLS, new, "message:2")[0] == "needs_placing"


def test_a_reworded_message_in_its_place_is_to_be_confirmed():
    new = CALLS.replace("M-->>G: scores", "M-->>G: sorted scores")
    assert follow(CALLS, new, "message:3") == ("relocated", "message:3")


def test_of_a_message_said_twice_none_takes_the_place_of_the_other():
    old = CALLS.replace("  G-->>U: answer\n", "  U->>G: ask\n  G-->>U: answer\n")
    assert follow(old, CALLS, "message:4")[0] == "needs_placing"
    assert follow(old, CALLS, "message:1") == ("exact", "message:1")
    twice = CALLS.replace("  U->>G: ask\n", "  U->>G: ask\n  U->>G: ask\n")
    assert {follow(twice, CALLS, f"message:{n}")[0] for n in (1, 2)} == {"needs_placing"}


def carry_between(old: list[Diagram], new: list[Diagram], anchor: Anchor) -> tuple[str, str]:
    (found,) = carry([anchor], old=Side({}, diagrams=old), new=Side({}, diagrams=new))
    fragment = found.anchor.get(ElementFragment) if found.anchor else None
    return found.state, f"{fragment.diagram}/{fragment.element}" if fragment else ""


def test_a_diagram_under_another_key_is_found_by_what_it_holds():
    old = [drawn(FLOW, "deployment"), drawn(CALLS, "request")]
    new = [drawn(CALLS, "request"), drawn(FLOW, "production")]
    found = carry_between(old, new, anchor_element(old[0], "node:api"))
    assert found == ("carried", "production/node:api")


def test_diagrams_that_exchanged_their_keys_keep_their_comments():
    old = [drawn(FLOW, "diagram-1"), drawn(CALLS, "diagram-2")]
    new = [drawn(CALLS, "diagram-1"), drawn(FLOW, "diagram-2")]
    found = carry_between(old, new, anchor_element(old[0], "node:api"))
    assert found == ("carried", "diagram-2/node:api")


def test_a_deleted_diagram_leaves_its_comments_to_a_person():
    old = [drawn(FLOW, "deployment"), drawn(CALLS, "request")]
    found = carry_between(old, [old[1]], anchor_element(old[0], "node:api"))
    assert found == ("needs_placing", "")


def test_a_region_of_a_drawing_is_safe_while_the_drawing_is_the_same():
    old = drawn(FLOW)
    anchor = Anchor("d.md", "region", (Rectangle(10, 10, 20, 20, "d"),))
    assert carry_between([old], [old], anchor)[0] == "exact"
    assert carry_between([old], [drawn(FLOW + "  api --> x\n")], anchor)[0] == "needs_placing"


def test_an_element_that_is_not_there_is_refused():
    with pytest.raises(AnchorError, match="no element node:nothing"):
        anchor_element(drawn(FLOW), "node:nothing")
