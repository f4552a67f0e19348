"""Evaluating the formulas of a capacity table with units, safely.

A formula is turned into tokens we know, then into an expression of placeholder names and plain
operators, parsed by Python's own parser and evaluated over a whitelist of nodes: no attribute, no call
but ours, no large power. Values carry dimensions; a mismatch is recorded, not raised, so that the
number can still be compared.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from apps.engine.quantities.formula_syntax import (
    FUNCTIONS,
    MAX_LENGTH,
    PLAIN,
    Amount,
    Convention,
    FormulaError,
    Mismatch,
    ProblemKind,
    Symbol,
    Translation,
    strip_formula,
    translate,
)
from apps.engine.quantities.unit_table import HARD

MAX_NODES = 200
MAX_EXPONENT = 12


@dataclass(frozen=True, slots=True)
class Result:
    """Outcome of an evaluation.

    ``value`` is in base units of ``dims``; ``number`` was computed without conversion. ``bare`` tells
    that a literal or a symbol without unit took part. ``mismatch`` is the worst clash of dimensions
    inside the formula. ``kind`` and ``problem`` are set when there is no value.
    """

    value: float | None
    number: float | None = None
    dims: tuple[tuple[str, int], ...] = ()
    bare: bool = False
    mismatch: Mismatch | None = None
    clash: str = ""
    symbols: tuple[str, ...] = ()
    kind: ProblemKind | None = None
    problem: str | None = None


def evaluate(
    text: str,
    symbols: Mapping[str, Symbol],
    convention: Convention = PLAIN,
    *,
    comma: bool = False,
) -> Result:
    """Evaluate ``text`` (without "=") over ``symbols`` (keys in lower case). Never raises."""
    context = Translation()
    try:
        amount = _evaluated(text, symbols, convention, context, comma=comma)
    except FormulaError as error:
        return Result(None, kind=error.kind, problem=str(error), symbols=tuple(context.used))
    except (OverflowError, ZeroDivisionError):
        return Result(None, kind="limit", problem="it divides by zero or grows too large")
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        return Result(None, kind="syntax", problem="it is not a formula we can read")
    bare = context.curable or any(a.bare for a in context.amounts.values())
    return Result(
        amount.value,
        amount.number,
        amount.dims,
        bare,
        context.mismatch,
        context.clash,
        tuple(context.used),
    )


def _evaluated(
    text: str,
    symbols: Mapping[str, Symbol],
    convention: Convention,
    context: Translation,
    *,
    comma: bool,
) -> Amount:
    """The amount of a formula within the limits; raises what ``evaluate`` explains."""
    if len(text) > MAX_LENGTH:
        raise FormulaError("limit", f"it is longer than {MAX_LENGTH} characters")
    expression = translate(text, symbols, convention, context, comma=comma)
    tree = ast.parse(expression, mode="eval")
    if sum(1 for _ in ast.walk(tree)) > MAX_NODES:
        raise FormulaError("limit", f"it has more than {MAX_NODES} parts")
    amount = _evaluate(tree.body, context)
    if not (math.isfinite(amount.value) and math.isfinite(amount.number)):
        raise FormulaError("limit", "the result is not a finite number")
    return amount


def is_formula(text: str, symbols: Mapping[str, Symbol]) -> bool:
    """Whether a cell without "=" is a formula all the same: an operator and only known symbols."""
    body = strip_formula(text)
    if len(body) > MAX_LENGTH or not re.search(r"\w\s*[-+*/^×·⋅÷]\s*[\w(]|\w\s+x\s+\w", body):
        return False
    result = evaluate(body, symbols)
    return result.value is not None and bool(result.symbols)


_WRITTEN_POWERS = (2, 3)  # "²" and "³" are the only numbers that reach the parser


def _evaluate(node: ast.expr, context: Translation) -> Amount:
    """Evaluate a whitelisted node."""
    if isinstance(node, ast.Name) and node.id in context.amounts:
        return context.amounts[node.id]
    if isinstance(node, ast.Constant) and node.value in _WRITTEN_POWERS:
        power = 2.0 if node.value == 2 else 3.0
        return Amount(power, power)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        operand = _evaluate(node.operand, context)
        sign = -1.0 if isinstance(node.op, ast.USub) else 1.0
        return Amount(sign * operand.value, sign * operand.number, operand.dims)
    if isinstance(node, ast.BinOp):
        return _binary(node, context)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        return _call(node.func.id, [_evaluate(arg, context) for arg in node.args], context)
    raise FormulaError("syntax", "it is not a formula we can read")


def _binary(node: ast.BinOp, context: Translation) -> Amount:
    """The five operators."""
    left, right = _evaluate(node.left, context), _evaluate(node.right, context)
    if isinstance(node.op, ast.Mult):
        return Amount(left.value * right.value, left.number * right.number, _joined(left, right, 1))
    if isinstance(node.op, ast.Div):
        return Amount(
            left.value / right.value, left.number / right.number, _joined(left, right, -1)
        )
    if isinstance(node.op, ast.Pow):
        return _power(left, right, context)
    _compare(left, right, context)
    if isinstance(node.op, ast.Add):
        return Amount(left.value + right.value, left.number + right.number, left.dims or right.dims)
    if isinstance(node.op, ast.Sub):
        return Amount(left.value - right.value, left.number - right.number, left.dims or right.dims)
    raise FormulaError("syntax", "it uses an operator we do not know")


def _power(left: Amount, right: Amount, context: Translation) -> Amount:
    """A power with a small exponent that is a plain number."""
    if right.dims:
        _note(context, "hard", "an exponent carries a unit")
    if abs(right.value) > MAX_EXPONENT or abs(left.value) > 1e30:
        raise FormulaError("limit", f"an exponent is larger than {MAX_EXPONENT}")
    if left.value < 0 and not right.value.is_integer():
        raise FormulaError("limit", "it takes a root of a negative number")
    value, number = math.pow(left.value, right.value), math.pow(left.number, right.value)
    dims = tuple((dim, round(power * right.value)) for dim, power in left.dims)
    return Amount(value, number, tuple(pair for pair in dims if pair[1]))


def _joined(left: Amount, right: Amount, sign: int) -> tuple[tuple[str, int], ...]:
    """Dimensions of a product (sign 1) or a quotient (sign -1)."""
    dims = dict(left.dims)
    for dim, power in right.dims:
        dims[dim] = dims.get(dim, 0) + sign * power
    return tuple(sorted((dim, power) for dim, power in dims.items() if power))


def _compare(left: Amount, right: Amount, context: Translation) -> None:
    """Note when two things that are added or compared have different dimensions."""
    clash = clash_of(left.dims, right.dims)
    if clash:
        context.curable |= left.literal or right.literal
        _note(
            context,
            clash,
            f"{describe(left.dims)} and {describe(right.dims)} are added or compared",
        )


def _note(context: Translation, kind: Mismatch, clash: str) -> None:
    """Keep the worst clash."""
    if context.mismatch != "hard":
        context.mismatch, context.clash = kind, clash


def clash_of(
    left: tuple[tuple[str, int], ...], right: tuple[tuple[str, int], ...]
) -> Mismatch | None:
    """``hard`` when time, information, money ... differ, ``soft`` when only countables do."""
    if _only_hard(left) != _only_hard(right):
        return "hard"
    return "soft" if left != right else None


def _only_hard(dims: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    return tuple(pair for pair in dims if pair[0] in HARD)


_BASE_NAMES = {"[time]": "s", "[information]": "B", "[flop]": "FLOP", "[power]": "W"}


def describe(dims: tuple[tuple[str, int], ...]) -> str:
    """Dimensions for people: ``request/s``, ``bit``, ``a plain number``."""
    above = [_named(dim, power) for dim, power in dims if power > 0]
    below = [_named(dim, -power) for dim, power in dims if power < 0]
    if not above and not below:
        return "a plain number"
    return "/".join([" × ".join(above) or "1", *below])


def _named(dim: str, power: int) -> str:
    name = _BASE_NAMES.get(dim, dim[1:-1].upper() if dim in HARD else dim[1:-1])
    return name if power == 1 else f"{name}^{power}"


_Rounding = Callable[[float], float]
_ROUNDINGS: dict[str, _Rounding] = {"ceil": math.ceil, "floor": math.floor, "round": round}


def _call(name: str, arguments: list[Amount], context: Translation) -> Amount:
    """The functions of a formula; rounding leaves values with a hard unit as they are."""
    if name not in FUNCTIONS or not arguments:
        raise FormulaError("syntax", f"we do not know the function {name!r}")
    first = arguments[0]
    if name in {"min", "max"}:
        for other in arguments[1:]:
            _compare(first, other, context)
        choose = min if name == "min" else max
        dims = next((a.dims for a in arguments if a.dims), ())
        return Amount(choose(a.value for a in arguments), choose(a.number for a in arguments), dims)
    if name == "sqrt":
        if len(arguments) != 1:
            raise FormulaError("syntax", "sqrt takes one value")
        dims = tuple((dim, power // 2) for dim, power in first.dims if power // 2)
        return Amount(math.sqrt(first.value), math.sqrt(first.number), dims)
    if len(arguments) > 2 or (len(arguments) == 2 and (name != "round" or arguments[1].dims)):
        raise FormulaError("syntax", f"{name} takes one value")
    return _rounded(name, arguments)


def _rounded(name: str, arguments: list[Amount]) -> Amount:
    """``ceil``, ``floor``, ``round``; a hair below or above a whole number is that number."""
    first = arguments[0]
    digits = round(arguments[1].value) if len(arguments) == 2 else 0
    scale = 10.0 ** max(-MAX_EXPONENT, min(MAX_EXPONENT, digits))
    rounding = _ROUNDINGS[name]

    def apply(value: float) -> float:
        near = round(value * scale)
        close = math.isclose(value * scale, near, rel_tol=1e-9, abs_tol=1e-9)
        return (near if close else rounding(value * scale)) / scale

    hard = _only_hard(first.dims)
    return Amount(first.value if hard else apply(first.value), apply(first.number), first.dims)
