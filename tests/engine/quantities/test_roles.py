"""What a quantity is: its name, its symbol and its unit must agree."""

from __future__ import annotations

import pytest

from apps.engine.quantities.roles import role_of
from apps.engine.quantities.units import parse_unit


def role(name: str, symbol: str, unit: str) -> str | None:
    read = parse_unit(unit)
    assert read is not None
    return role_of(name, symbol, read)


@pytest.mark.parametrize(
    ("symbol", "right", "wrong"),
    [("retention", "days", "GB"), ("payload", "kB", "ms"), ("bandwidth", "Gbps", "USD")],
)
def test_a_symbol_pins_the_role_only_of_a_unit_that_the_role_can_have(symbol, right, wrong):
    assert role("some value", symbol, right) == symbol
    assert role("some value", symbol, wrong) is None


def test_a_symbol_with_another_unit_leaves_the_word_to_the_name():
    assert role("log retention", "payload", "days") == "retention"
    assert role("log retention", "", "days") == "retention"


def test_a_name_with_the_unit_of_something_else_has_no_role():
    assert role("retention", "", "GB") is None
