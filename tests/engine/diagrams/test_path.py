"""The request path: entries, sinks, dominators, and how often a component runs."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from apps.engine.checks.deployed import Running, deployed, running
from apps.engine.diagrams.inventory import nodes_of
from apps.engine.diagrams.path import RequestPath, chain_to, dominator_tree, request_path
from apps.engine.diagrams.read import read_diagram
from apps.engine.quantities.model import FleetRow, Number
from apps.engine.text import Place


def path(body: str) -> RequestPath:
    found = read_diagram(artifact="d.md", source="flowchart LR\n" + body, language="mermaid").graph
    assert found is not None
    return request_path(found)


SHOP = """user([User]) --> cdn[CDN] --> lb[Load Balancer] --> gw[API Gateway]
gw --> orch[Orchestrator] --> db[(Database)]
gw --> cache[(Cache)]
orch --> idx[(Index)]
orch -.-> bus[[Event Bus]] -.-> job[Stream Processor] -.-> db
nightly[Nightly Export] --> db
"""


def test_entries_are_people_and_clients_not_scheduled_feeds():
    assert path(SHOP).entries == ("user",)


def test_sinks_are_the_stores_that_a_request_reaches():
    assert path(SHOP).sinks == ("db", "cache", "idx")


def test_dominators_stand_on_every_path_in_order():
    found = path(SHOP)
    assert found.dominators["db"] == ("cdn", "lb", "gw", "orch")
    assert found.dominators["cache"] == ("cdn", "lb", "gw")
    assert found.behind("orch") == ("db", "idx")


def test_two_ways_to_a_store_leave_no_dominator_between():
    found = path("u[User] --> a[API A]\nu --> b[API B]\na --> db[(DB)]\nb --> db")
    assert found.dominators["db"] == ()


def test_an_edge_to_a_group_may_lead_to_each_member():
    body = "subgraph g\na[API A]\nb[API B]\nend\nu[User] --> g\na --> db[(DB)]\nb --> db"
    assert path(body).dominators["db"] == ()


def test_lines_without_heads_are_walked_both_ways():
    assert path("db[(DB)] --- api[API]\napi --- u[User]").dominators["db"] == ("api",)


def test_staff_are_no_entry_beside_users():
    assert path("u[User] --> api[API] --> db[(DB)]\no[Operator] --> db").dominators["db"] == (
        "api",
    )


def test_without_people_a_gateway_that_nothing_calls_is_the_entry():
    assert path("gw[API Gateway] --> s[Service] --> db[(DB)]").entries == ("gw",)


def test_a_graph_without_edges_has_no_path():
    assert path("a[API]\nb[(DB)]") == RequestPath((), (), {})


@given(st.integers(2, 12), st.data())
def test_dominators_are_the_nodes_without_which_a_node_is_not_reached(size, data):
    names = [f"n{i}" for i in range(size)]
    pairs = list(itertools.permutations(names, 2))
    chosen = data.draw(st.lists(st.sampled_from(pairs), max_size=30, unique=True))
    follows = {name: [b for a, b in chosen if a == name] for name in names}

    def reached(without: str | None) -> set[str]:
        seen, todo = set(), ["n0"]
        while todo:
            at = todo.pop()
            if at != without and at not in seen:
                seen.add(at)
                todo += follows[at]
        return seen

    tree = dominator_tree(follows, "n0")
    assert set(tree) == reached(None)
    for node in set(tree) - {"n0"}:
        brute = {name for name in names[1:] if name != node and node not in reached(name)}
        assert set(chain_to(tree, "n0", node)) == brute & set(tree)


def runs(component: str, deployment: str, fleet: tuple[FleetRow, ...] = ()) -> Running:
    view = read_diagram(artifact="d.md", source=f"flowchart LR\nc[{component}]", language="mermaid")
    places = read_diagram(
        artifact="d.md",
        source="%% kind: deployment\nflowchart TB\n" + deployment,
        language="mermaid",
    )
    return running(nodes_of(view)[0], [deployed(places)], fleet, {})


def row(component: str, replicas: float, zones: float | None = None, **more) -> FleetRow:
    where = Place("d.md")

    def number(value: float) -> Number:
        return Number(str(value), value, 1, where)

    return FleetRow(
        component=component, name=component, scope=more.get("scope", ""), replicas=number(replicas),
        zones=None if zones is None else number(zones), capacity=None, demand=None, unit="", where=where,
        shards=more.get("shards"),
    )  # fmt: skip


ZONES = """subgraph a [Zone A]
x1[API x2]
end
subgraph b [Zone B]
x2[API x3]
end
"""


def test_replicas_are_summed_over_all_nodes_of_a_name():
    found = runs("API", ZONES)
    assert (found.replicas, found.explicit, found.zones) == (5, True, 2)


def test_the_fleet_table_wins_over_the_drawing():
    found = runs("API", ZONES, (row("API", 12, 3),))
    assert (found.replicas, found.zones, found.source) == (12, 3, "fleet")


def test_counts_per_shard_are_multiplied_by_the_shards():
    assert (
        runs("Index", "i[Index x1]", (row("Index", 1, scope="per shard", shards=4),)).replicas == 4
    )


def test_replicas_of_a_group_multiply_those_inside():
    found = runs("API", "subgraph n [Worker nodes x3]\nx[API x2]\nend")
    assert found.replicas == 6


def test_a_box_without_a_number_tells_nothing_and_two_boxes_tell_two():
    assert runs("API", "x[API]").replicas is None
    assert runs("API", "x[API]\ny[API]").replicas == 2


def test_a_label_with_several_components_shows_each():
    assert runs("Feed API", "subgraph a [Zone A]\nn[Feed API, Admin API]\nend").places
