"""The small changes that are tried: those of mutmut that mean something here, and four more.

mutmut's own runner leaves out decorated functions (every atomic service) and whatever stands outside
functions, and cannot take a sample; its operators are used as a library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import libcst as cst
from libcst import matchers as m
from mutmut.mutation import mutators

Operator = Callable[[Any], Iterable[cst.CSTNode]]

# What these say is read by people or by a type checker, or is the same to every caller.
UNTESTED_ARGUMENTS: Final = frozenset(
    "label help_text verbose_name error_messages widget attrs empty_label strict encoding "
    "update_fields stacklevel exc_info max_workers batch_size slots".split()
)
_LOOKUPS: Final = {
    "__iexact": "",
    "__icontains": "__contains",
    "__lt": "__lte",
    "__lte": "__lt",
    "__gt": "__gte",
    "__gte": "__gt",
}
_UNCHANGED_CALLS: Final = frozenset("isinstance len cast super TypeVar NewType".split())
_LOG: Final = m.Call(func=m.Attribute(value=m.Name("log") | m.Name("logger")))
_WORDS: Final = re.compile(r"\w{2,}[,;:.]? \w|[.!?…]['\"]$|^\W{3,}$")


def is_prose(node: cst.BaseExpression) -> bool:
    """Text for people: f-strings, joined strings, and whatever holds a space between words."""
    if isinstance(node, cst.FormattedString | cst.ConcatenatedString):
        return True
    if not isinstance(node, cst.SimpleString):
        return False
    return "r" not in node.prefix.lower() and _WORDS.search(node.value) is not None


def _string(node: cst.BaseString) -> Iterator[cst.CSTNode]:
    """Another text; the same text in other case adds nothing to that."""
    if not is_prose(node) and node.value.strip("'\"").lower() != "utf-8":
        yield from list(mutators.operator_string(node))[:1]


def _argument(node: cst.Call) -> Iterator[cst.CSTNode]:
    """An argument that is None or missing, unless a test has no reason to look at it."""
    if isinstance(node.func, cst.Name) and node.func.value in _UNCHANGED_CALLS:
        return
    for changed in mutators.operator_arg_removal(node):
        kept = {id(argument) for argument in changed.args}
        gone = next(argument for argument in node.args if id(argument) not in kept)
        named = gone.keyword is not None and gone.keyword.value in UNTESTED_ARGUMENTS
        if not named and not is_prose(gone.value) and not m.matches(gone.value, m.Name("None")):
            yield changed


def _assignment(node: cst.Assign | cst.AnnAssign) -> Iterator[cst.CSTNode]:
    """Nothing instead of something; aliases of types and loggers are left."""
    target = node.target if isinstance(node, cst.AnnAssign) else node.targets[0].target
    name = target.value if isinstance(target, cst.Name) else ""
    alias = name[:1].isupper() and not name.isupper()
    if not alias and name not in {"log", "__all__"} and not m.matches(node.value, m.Name("None")):
        yield from mutators.operator_assignment(node)


def _half(node: cst.BooleanOperation) -> Iterator[cst.CSTNode]:
    """One half of a condition alone."""
    for side in (node.left, node.right):
        yield side.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _opposite(node: cst.If | cst.While | cst.CompIf) -> Iterator[cst.CSTNode]:
    """The opposite condition; comparisons and ``not`` have operators of their own."""
    if isinstance(node.test, cst.Name | cst.Attribute | cst.Call | cst.Subscript):
        yield node.with_changes(test=cst.UnaryOperation(cst.Not(), node.test))


def _lookup(node: cst.Arg) -> Iterator[cst.CSTNode]:
    """A neighbouring lookup of a query: ``due__lte`` for ``due__lt``."""
    for old, new in _LOOKUPS.items():
        if node.keyword is not None and node.keyword.value.endswith(old):
            name = node.keyword.value.removesuffix(old) + new
            yield node.with_changes(keyword=cst.Name(name))


def _nothing(node: cst.SimpleStatementLine) -> Iterator[cst.CSTNode]:
    """A statement that is not carried out, where something else would still run."""
    called = m.SimpleStatementLine([m.Expr(m.Call() & ~_LOG)])
    counted = m.SimpleStatementLine([m.AugAssign() | m.Raise(exc=m.DoNotCare())])
    place = m.Attribute() | m.Subscript()
    stored = m.SimpleStatementLine([m.Assign(targets=[m.AssignTarget(place)])])
    if m.matches(node, called | counted | stored):
        yield node.with_changes(body=[cst.Pass()])


OPERATORS: Final[dict[str, tuple[tuple[type, ...], Operator]]] = {
    "number": ((cst.BaseNumber,), mutators.operator_number),
    "text": ((cst.SimpleString,), _string),
    "yes and no": ((cst.Name,), mutators.operator_name),
    "nothing assigned": ((cst.Assign, cst.AnnAssign), _assignment),
    "added to nothing": ((cst.AugAssign,), mutators.operator_augmented_assignment),
    "without not": ((cst.UnaryOperation,), mutators.operator_remove_unary_ops),
    "argument": ((cst.Call,), _argument),
    "other end": ((cst.Call,), mutators.operator_symmetric_string_methods_swap),
    "split": ((cst.Call,), mutators.operator_unsymmetrical_string_methods_swap),
    "lambda": ((cst.Lambda,), mutators.operator_lambda),
    "keyword": ((cst.CSTNode,), mutators.operator_keywords),
    "sign": ((cst.CSTNode,), mutators.operator_swap_op),
    "case": ((cst.Match,), mutators.operator_match),
    "one arm": ((cst.IfExp,), mutators.operator_if_exp),
    "half a condition": ((cst.BooleanOperation,), _half),
    "opposite condition": ((cst.If, cst.While, cst.CompIf), _opposite),
    "lookup": ((cst.Arg,), _lookup),
    "statement left out": ((cst.SimpleStatementLine,), _nothing),
}
