"""When two numbers agree."""

from __future__ import annotations

import pytest

from apps.engine.quantities.tolerance import (
    agrees,
    availability_agrees,
    binary_ratio,
    diagnose,
    tolerance,
)


def test_the_tolerance_is_two_percent_or_half_a_printed_digit_but_at_most_five_percent():
    assert tolerance(100_000, 1) == pytest.approx(0.02)
    assert tolerance(15, 1) == pytest.approx(1 / 30)
    assert tolerance(3, 1) == 0.05


def test_rounding_to_three_digits_agrees():
    assert agrees(181, 181.44, 1)
    assert not agrees(100, 111, 1)


@pytest.mark.parametrize(
    ("stated", "computed", "words"),
    [
        (0.8, 6.4, "bits/bytes"),
        (6400, 6.4, "prefix"),
        (86400, 1, "days"),
        (730, 1, "month"),
        (60, 1, "minutes"),
    ],
)
def test_a_familiar_ratio_is_named(stated, computed, words):
    assert words in diagnose(stated, computed)


def test_a_declared_factor_is_named_first():
    assert "pf" in diagnose(40, 100, {"pf": 2.5})
    assert diagnose(37, 100, {"pf": 2.5}) == ""


def test_availability_is_compared_by_its_downtime():
    assert not availability_agrees(0.999, 0.9999, 0.00001)
    assert availability_agrees(0.99960006, 0.9996, 0.0001)
    assert not availability_agrees(0.9995, 0.999, 0.0001)


def test_powers_of_1024_are_known():
    assert binary_ratio(1.0995, 1.0)
    assert not binary_ratio(1.2, 1.0)
