"""Tables by row and cell, quantities beside them without counting."""

from __future__ import annotations

import pytest

from tests.engine.diff.pairs import diff, edited, files, replaced, sentences, told

STORES = "| ScyllaDB | user features | PA/EL | stale features for seconds are acceptable |\n"
REDIS = "| Redis Cluster | item feature cache, result cache | PA/EL | cache, can be rebuilt |\n"
KAFKA = "| Kafka | events | PC/EC | acks=all and min.insync.replicas=2 |\n"
FLEET = "| C | Pods | QPS |\n|---|---|---|\n| API | 10 | 500 |\n| Ranker | 20 | 300 |\n| Index | 4 | 900 |\n"


def test_a_changed_cell_is_one_change_and_its_quantity_follows():
    found = edited(("| Rec Orchestrator | 234 | 3", "| Rec Orchestrator | 183 | 3"))
    assert sentences(found) == ["Rec Orchestrator, Replicas: 234 → 183 (−21.8 %)"]
    assert found.summary == "1 change in 1 table cell"
    table = next(t for t in found.tables if t.status == "changed")
    assert (len(table.cells), table.same_rows) == (1, 2)
    cell = table.cells[0]
    source = files()["design.md"]
    assert source[cell.old_place.start : cell.old_place.end] == "234"
    assert [(q.old_value, q.new_value, q.amount) for q in found.quantities] == [
        (234, 183, "−21.8 %")
    ]


def test_a_changed_quantity_also_changes_what_is_computed_from_it():
    found = edited(("| Peak factor | pf | 2.5 |", "| Peak factor | pf | 3 |"))
    assert told(found) == [("table", "changed", "Peak factor, Value")]
    factor, peak = found.quantities
    assert (factor.symbol, factor.old_value, factor.new_value) == ("pf", 2.5, 3)
    assert (peak.symbol, peak.old_value, peak.new_value) == ("peak", 100_000, 100_000)
    assert (peak.old_computed, peak.new_computed) == (100_000, 120_000)


def test_a_change_of_unit_is_compared_in_one_unit():
    found = edited(("| Response size | resp | 8 | kB/request |", "| Response size | resp | 2 | MB/request |"))  # fmt: skip
    size = next(q for q in found.quantities if q.symbol == "resp")
    assert (size.old_unit, size.new_unit, size.amount) == ("kB/request", "MB/request", "×250")


def test_rows_that_came_went_and_were_renamed():
    assert sentences(edited((REDIS, ""))) == ["Row Redis Cluster removed"]
    assert sentences(edited((KAFKA, KAFKA + "| S3 | models | PA/EL | rarely written |\n"))) == [
        "Row S3 added"
    ]
    assert sentences(edited(("| Redis Cluster | item", "| Valkey | item"))) == [
        "Valkey, Store: Redis Cluster → Valkey"
    ]


def test_rows_in_another_order_are_one_change():
    found = edited((STORES + REDIS + KAFKA, KAFKA + STORES + REDIS))
    assert told(found) == [("table", "moved", "row Kafka")]
    found = edited((STORES + REDIS + KAFKA, KAFKA + REDIS + STORES))
    assert [(c.kind, c.sentence.split(":")[0]) for c in found.changes] == [
        ("moved", "2 rows in another order")
    ]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (FLEET.replace("Pods", "Replicas"), ["Column Pods is now Replicas"]),
        (
            "| C | QPS | Pods |\n|---|---|---|\n| API | 500 | 10 |\n| Ranker | 300 | 20 |\n| Index | 900 | 4 |\n",
            ["Column QPS moved"],
        ),
        (
            "| C | QPS |\n|---|---|\n| API | 500 |\n| Ranker | 300 |\n| Index | 900 |\n",
            ["Column Pods removed"],
        ),
        (FLEET.replace("|---|---|---|", "|:---|---:|:-:|"), []),
        (FLEET.replace("| Ranker | 20 | 300 |", "| Ranker | 25 | 3 K |"), [
            "Ranker, Pods: 20 → 25 (+25.0 %)",
            "Ranker, QPS: 300 → 3 K (+900.0 %)",
        ]),
    ],
)  # fmt: skip
def test_columns_and_cells(new, expected):
    found = sentences(diff(f"# T\n\n{FLEET}", f"# T\n\n{new}"))
    if expected == ["Column QPS moved"]:
        assert found in (expected, ["Column Pods moved"])
    else:
        assert found == expected


def test_a_column_that_counts_the_rows_is_no_change_when_a_row_comes_in():
    old = "| # | Risk |\n|---|---|\n| 1 | Index slow |\n| 2 | Zone lost |\n"
    new = "| # | Risk |\n|---|---|\n| 1 | Cache cold |\n| 2 | Index slow |\n| 3 | Zone lost |\n"
    assert sentences(diff(old, new)) == ["Row Cache cold added"]


def test_a_table_that_went_is_one_change():
    texts = files()
    text = texts["design.md"]
    start = text.index("| Store | Data |")
    table = text[start : text.index("\n\n", start)]
    found = diff(texts, replaced(texts, "design.md", (table, "")))
    assert [(c.area, c.kind, c.section) for c in found.changes] == [
        ("table", "removed", "Data stores")
    ]


def test_html_tables_are_compared_by_cell():
    old = "# T\n\n<table><tr><th>C</th><th>N</th></tr><tr><td>API</td><td>3</td></tr></table>\n"
    assert sentences(diff(old, old.replace(">3<", ">4<"))) == ["API, N: 3 → 4 (+33.3 %)"]
