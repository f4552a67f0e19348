"""Laws that need no labels: scaling, order and units change nothing."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine.document.markdown import read_markdown
from apps.engine.quantities.read import read_figures
from apps.engine.text import canonical_text
from tests.engine.quantities.helpers import codes

HEAD = "# Search\n## Requirements\nAvailability target: 99.95 %.\n## Capacity plan\n"
FLEET = "| Component | Replicas | Zones | Capacity per replica | Demand | Unit |\n|---|---|---|---|---|---|\n"
TABLE = "| Quantity | Symbol | Value | Unit | Formula |\n|---|---|---|---|---|\n"


@settings(max_examples=25, deadline=None)
@given(
    replicas=st.integers(1, 400),
    capacity=st.integers(10, 2000),
    demand=st.integers(100, 200_000),
    k=st.sampled_from([0.5, 3, 10, 1000]),
)
def test_scaling_all_rates_and_capacities_changes_nothing(replicas, capacity, demand, k):
    def design(factor: float) -> str:
        row = (
            f"| API | {replicas} | 3 | {capacity * factor:.12g} | {demand * factor:.12g} | QPS |\n"
        )
        return HEAD + FLEET + row

    assert codes({"design.md": design(1)}) == codes({"design.md": design(k)})


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), wrong=st.booleans())
def test_permuting_rows_changes_nothing(seed, wrong):
    rows = [
        "| Users | dau | 120M | users | |",
        "| Requests | rpu | 28.8 | requests/user/day | |",
        f"| Average rate | avg | {400 if wrong else 40}K | QPS | = dau * rpu |",
        "| Peak factor | pf | 2.5 | x | |",
        f"| Peak rate | peak | {1000 if wrong else 100}K | QPS | = avg * pf |",
        "| Response | resp | 8 | kB/request | |",
    ]
    shuffled = rows[:]
    random.Random(seed).shuffle(shuffled)
    one = codes({"design.md": HEAD + TABLE + "\n".join(rows) + "\n"})
    other = codes({"design.md": HEAD + TABLE + "\n".join(shuffled) + "\n"})
    assert one == other
    assert ("CAP-004" in one) == wrong


UNITS = [("TB", 1.0), ("GB", 1e3), ("MB", 1e6), ("kB", 1e9), ("Tbit", 8.0), ("Gbit", 8e3)]


@pytest.mark.parametrize(("unit", "factor"), UNITS)
@pytest.mark.parametrize("value", [181.44, 18.144])
def test_another_unit_with_the_converted_value_changes_nothing(unit, factor, value):
    rows = (
        "| Rate | avg | 40K | QPS | |\n| Events | ev | 5 | event/request | |\n| Size | evs | 500 | B/event | |\n"
        "| Kept | ret | 7 | day | |\n| Copies | rf | 3 | x | |\n"
        f"| Storage | st | {value * factor:.12g} | {unit} | = avg * ev * evs * ret * rf |\n"
    )
    assert ("CAP-004" in codes({"design.md": HEAD + TABLE + rows})) == (value != 181.44)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(*[st.text(alphabet="abcK%=/*0123456789.,-~$ <>|", max_size=12)] * 5), max_size=6
    ),
    st.sampled_from([TABLE, FLEET.replace("| Unit |", "|").replace("---|\n", "\n", 1)]),
)
def test_no_table_makes_the_reader_stop(cells, head):
    rows = "".join("| " + " | ".join(c.replace("|", "/") for c in row) + " |\n" for row in cells)
    text = canonical_text("design.md", (HEAD + head + rows).encode())
    document = read_markdown("design.md", text)
    figures = read_figures([document], {"design.md": text}, [], [])
    assert len(figures.tables) <= 1


def test_a_table_of_ten_megabytes_is_read_in_bounded_time():
    body = "".join(
        f"| Q {i} | s{i} | {i + 1}K | QPS | = s{max(i - 1, 0)} * 2 |\n" for i in range(4000)
    )
    filler = "| filler | | | | " + "x" * 2400 + " |\n"
    source = HEAD + TABLE + body[:100_000].rsplit("\n", 1)[0] + "\n" + filler * 4000
    text = canonical_text("design.md", source.encode())
    assert len(source) > 9_000_000
    document = read_markdown("design.md", text)
    figures = read_figures([document], {"design.md": text}, [], [])
    assert len(figures.quantities) > 1000
