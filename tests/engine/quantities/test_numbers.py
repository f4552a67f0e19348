"""Numbers as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.engine.quantities.conventions import uses_decimal_comma
from apps.engine.quantities.numbers import find_numbers, is_absent, parse_number

WRITTEN = [
    ("100K", 100_000, 1000, ""),
    ("1.2 M", 1_200_000, 100_000, ""),
    ("100,000", 100_000, 1, ""),
    ("1e5", 100_000, 100_000, ""),
    ("~40", 40, 1, ""),
    ("30 %", 30, 1, "%"),
    ("3,5", 3.5, 0.1, ""),
    ("1.234,5", 1234.5, 0.1, ""),
    ("1,234.5", 1234.5, 0.1, ""),
    ("1,234,567", 1_234_567, 1, ""),
    ("1.234.567", 1_234_567, 1, ""),
    ("100 000", 100_000, 1, ""),
    ("100\u202f000", 100_000, 1, ""),
    ("70\u00a0000 QPS", 70_000, 1, "QPS"),
    ("149'410", 149_410, 1, ""),
    ("≤ 150 ms", 150, 1, "ms"),
    ("2×10^5", 200_000, 100_000, ""),
    ("10⁶", 1_000_000, 1_000_000, ""),
    ("120M users", 120_000_000, 1_000_000, "users"),
    ("1.2 Mio. Nutzer", 1_200_000, 100_000, "Nutzer"),
    ("40 GB", 40, 1, "GB"),
    ("0,125", 0.125, 0.001, ""),
    ("2.5x", 2.5, 0.1, "x"),
]


@pytest.mark.parametrize(("text", "value", "step", "rest"), WRITTEN)
def test_a_written_number_has_its_value_printed_step_and_rest(text, value, step, rest):
    parsed = parse_number(text)
    assert parsed is not None
    assert parsed.value == pytest.approx(value)
    assert parsed.step == pytest.approx(step)
    assert parsed.rest == rest


def test_three_digits_after_one_comma_are_a_thousands_group_unless_the_file_uses_the_decimal_comma():
    assert parse_number("70,000").value == 70_000
    assert parse_number("70,000", comma=True).value == 70.0


def test_a_dot_before_three_digits_is_a_thousands_group_in_a_decimal_comma_file_only():
    assert parse_number("70.000").value == 70.0
    assert parse_number("70.000", comma=True).value == 70_000
    assert parse_number("0.125", comma=True).value == 0.125


def test_a_decimal_comma_file_is_told_by_one_number_in_a_cell_or_in_prose():
    assert uses_decimal_comma(["100,000", "3,5"], [])
    assert uses_decimal_comma([], ["Der Faktor ist 2,5 am Sonntag."])
    assert not uses_decimal_comma(["100,000", "2.5"], ["Figures 1,2 and [3,4], f(1,2)"])


def test_a_range_keeps_its_bounds_and_has_its_middle_as_value():
    parsed = parse_number("10–20K QPS")
    assert (parsed.low, parsed.high, parsed.value, parsed.rest) == (10_000, 20_000, 15_000, "QPS")


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        ("$0.65", "USD", 0.65),
        ("0,65 €", "EUR", 0.65),
        ("USD 1,234.50", "USD", 1234.5),
        ("37K USD", "USD", 37e3),
    ],
)
def test_a_currency_sign_stands_before_or_behind_the_number(text, code, value):
    parsed = parse_number(text)
    assert (parsed.currency, parsed.value) == (code, pytest.approx(value))


@pytest.mark.parametrize("text", ["2026-02-10", "24/7", "1,23,4", "1.2.3"])
def test_what_looks_like_a_number_but_is_none_says_why(text):
    parsed = parse_number(text)
    assert parsed is not None
    assert parsed.value is None
    assert parsed.problem


@pytest.mark.parametrize("text", ["H100", "~ a lot", "FP16", "many", ""])
def test_a_word_is_no_number(text):
    assert parse_number(text) is None


@pytest.mark.parametrize("text", ["", " – ", "-", "n/a", "N/A"])
def test_a_dash_or_nothing_is_absent(text):
    assert is_absent(text)


def test_numbers_in_prose_stand_free_and_names_with_digits_are_none():
    text = "At peak 10K QPS; p99 of 150 ms on m7g.4xlarge, TLSv1.3, ADR-0001 and $0.65/h."
    assert [n.value for n in find_numbers(text)] == [10_000, 150, 0.65]


def test_a_long_line_of_numbers_is_read_in_linear_time():
    assert sum(1 for _ in find_numbers("12 ms and " * 20_000)) == 20_000


@given(st.integers(min_value=0, max_value=10**14))
def test_thousands_groups_do_not_change_an_integer(value):
    for text in (
        f"{value}",
        f"{value:,}",
        f"{value:,}".replace(",", " "),
        f"{value:,}".replace(",", "\u202f"),
    ):
        assert parse_number(text).value == value
    if value >= 10**6:
        assert parse_number(f"{value:,}".replace(",", "."), comma=True).value == value


@given(
    st.decimals(min_value=0, max_value=10**7, places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "K", "M", "G"]),
)
def test_a_decimal_survives_its_own_printing_in_both_conventions(value, letter):
    factor = {"": 1, "K": 1e3, "M": 1e6, "G": 1e9}[letter]
    dotted = parse_number(f"{value:,.2f}{letter}")
    comma = parse_number(f"{value:.2f}{letter}".replace(".", ","), comma=True)
    assert dotted.value == pytest.approx(float(value) * factor)
    assert comma.value == pytest.approx(float(value) * factor)
    assert dotted.step == pytest.approx(0.01 * factor)


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_stop(text):
    parse_number(text)
    parse_number(text, comma=True)
    list(find_numbers(text))
