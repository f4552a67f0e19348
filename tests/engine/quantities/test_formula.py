"""Formulas with units, and hostile ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.engine.quantities.formula import clash_of, describe, evaluate, is_formula
from apps.engine.quantities.formula_syntax import Convention, Symbol, strip_formula
from apps.engine.quantities.units import parse_unit


def _symbols(*rows: tuple[str, float, str]) -> dict[str, Symbol]:
    return {name: Symbol(name, value, parse_unit(unit)) for name, value, unit in rows}


SYMBOLS = _symbols(
    ("dau", 120e6, "users"),
    ("rpu", 28.8, "requests/user/day"),
    ("peak", 100_000, "QPS"),
    ("hit", 30, "%"),
    ("resp", 8, "kB/request"),
    ("pf", 2.5, "x"),
    ("peak_factor", 2.5, "x"),
    ("wmean", 60, "ms"),
)

RIGHT = [
    ("dau * rpu", 40_000, "request/s"),
    ("DAU × Rpu", 40_000, "request/s"),
    ("peak * (1 - hit)", 70_000, "request/s"),
    ("peak · (1 − 30%)", 70_000, "request/s"),
    ("peak * resp", 6.4e9, "B/s"),
    ("peak ÷ pf", 40_000, "request/s"),
    ("peak / Peak factor", 40_000, "request/s"),
    ("peak x pf", 250_000, "request/s"),
    ("peak * wmean", 6_000, "request"),
    (
        "ceil(7 / 2) + floor(2.5) + round(2.6) + min(1; 2) + max(1, 2) + sqrt(16)",
        16,
        "a plain number",
    ),
    ("2^10", 1024, "a plain number"),
    ("120M * 28.8 / 86,400", 40_000, "a plain number"),
    ("8 kB * 2", 128_000, "B"),
]


@pytest.mark.parametrize(("text", "value", "unit"), RIGHT)
def test_a_formula_has_its_value_in_base_units(text, value, unit):
    result = evaluate(strip_formula(f"= {text}"), SYMBOLS)
    assert result.problem is None
    assert result.value == pytest.approx(value)
    assert describe(result.dims) == unit


def test_a_decimal_comma_is_read_in_the_formulas_of_such_a_file():
    assert evaluate("peak * 1,5", SYMBOLS, comma=True).value == pytest.approx(150_000)
    assert evaluate("max(1,5)", SYMBOLS).value == 5


HOSTILE = [
    "9**9**9**9", "2^999", "10**12**12", "().__class__", "a.b", "lambda: 1", "__import__('os')",
    "(" * 140 + ")" * 140, "(" * 3000 + "1" + ")" * 3000, "+".join(["1"] * 150), "+".join(["1"] * 50_000),
    "1e308*1e308", "1e999", "inf", "nan", "[x for x in y]", "1/0", "'a'*9", "peak if 1 else 2", "f'{1}'",
    "1 and 2", "~1", "1//2", "1%2", "eval(1)", "max()", "max(*x)", "ceil(1,2,3)", "sqrt(-1)", "(-8)^0.5",
    "1 2", "", "9" * 400, "x" * 301, "{**a}", "1 if", ":=", "peak^peak", "0^(-1)", "\x00", "ceil", "v0",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_formula_has_no_value_and_a_reason(text):
    result = evaluate(text, SYMBOLS)
    assert result.value is None
    assert result.kind in {"syntax", "unknown_symbol", "limit"}
    assert result.problem


@given(st.text(alphabet="0123456789+-*/^()., peakhitxX%kKM[]{}'\"_:;=~!<>&|@#", max_size=80))
def test_no_text_makes_the_evaluator_stop(text):
    result = evaluate(text, SYMBOLS)
    assert (result.value is None) == (result.problem is not None)


def test_adding_requests_and_bytes_is_a_hard_clash_and_users_and_requests_a_soft_one():
    assert evaluate("peak + resp", SYMBOLS).mismatch == "hard"
    assert clash_of(parse_unit("users").dims, parse_unit("requests").dims) == "soft"
    assert clash_of(parse_unit("GB").dims, parse_unit("GB/s").dims) == "hard"


def test_another_length_of_the_month_changes_the_value():
    symbols = _symbols(("fee", 1, "USD/month"), ("year", 1, "year"))
    thirty = evaluate("fee * year", symbols).value
    longer = evaluate("fee * year", symbols, Convention(month_days=365 / 12)).value
    assert thirty == pytest.approx(365 / 30)
    assert longer == pytest.approx(12)


def test_a_cell_without_an_equals_sign_is_a_formula_only_when_all_its_words_are_symbols():
    assert is_formula("dau × rpu", SYMBOLS)
    assert not is_formula("measured Sunday - Monday", SYMBOLS)
    assert not is_formula("128 x 4", SYMBOLS)


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_scaling_a_factor_scales_the_product(first, second):
    one = evaluate("a * b", _symbols(("a", first, "QPS"), ("b", second, "s")))
    ten = evaluate("a * b", _symbols(("a", first * 10, "QPS"), ("b", second, "s")))
    assert ten.value == pytest.approx(10 * one.value)
