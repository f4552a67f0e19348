"""Units as people write them."""

from __future__ import annotations

import pytest

from apps.engine.quantities.units import known_unit, parse_unit, take_unit

SAME = [
    ("QPS", "req/s"),
    ("RPS", "requests per second"),
    ("QPS", "queries / s"),
    ("KQPS", "1000 req/s"),
    ("Gbps", "Gbit/s"),
    ("GBps", "GB/s"),
    ("KB", "kB"),
    ("MB", "megabytes"),
    ("TFLOPS", "TFLOP/s"),
    ("FPS", "frames/s"),
    ("requests/user/day", "requests/(user*day)"),
    ("USD/month", "$ per month"),
    ("tok/s", "tokens per second"),
    ("M users", "million users"),
    ("s^-1", "1/s"),
    ("req·s⁻¹", "req/s"),
    ("h", "hours"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_are_the_same_unit(one, other):
    left, right = parse_unit(one), parse_unit(other)
    assert left.factor == pytest.approx(right.factor)
    assert left.dims == right.dims


def test_a_byte_has_eight_bits_and_is_not_without_dimension():
    byte, bit = parse_unit("GB"), parse_unit("Gbit")
    assert byte.factor / bit.factor == 8
    assert byte.hard == (("[information]", 1),)


def test_tps_means_tokens_only_beside_a_word_of_language_models():
    assert parse_unit("TPS", "Decode rate of the LLM").exponent("token") == 1
    assert parse_unit("TPS", "Payments").exponent("transaction") == 1


@pytest.mark.parametrize("text", ["Mb", "mb", "Gb", "GBs", "m"])
def test_a_unit_with_two_meanings_says_what_to_write(text):
    assert parse_unit(text).ambiguous


def test_megabit_per_second_of_a_link_is_clear():
    assert parse_unit("Mb/s", "Uplink bandwidth").ambiguous is None
    assert parse_unit("Mb/s", "Index write rate").ambiguous


def test_an_unknown_word_is_a_countable_thing_of_its_own():
    unit = parse_unit("widgets/s")
    assert unit.soft == (("[widget]", 1),)
    assert unit.soft_unknown == ("widget",)
    assert not known_unit("widgets/s")


@pytest.mark.parametrize("text", ["", "x", "-", "ratio", "1"])
def test_a_plain_number_has_no_dimension(text):
    assert parse_unit(text).dims == ()


def test_only_known_words_are_taken_as_the_unit_of_a_number_in_prose():
    assert take_unit("requests per second and more") == "requests per second"
    assert take_unit("ms at p99") == "ms"
    assert take_unit("GB-month of storage") == "GB-month"
    assert take_unit("bananas") == ""


def test_a_very_long_unit_is_refused_without_reading_it():
    assert parse_unit("s/" * 200).problem
