"""Flowchart statements that begin with a word: subgraphs, directions, classes, styles and links."""

from __future__ import annotations

import re
from collections.abc import Callable

from apps.engine.diagrams.colours import style_colour
from apps.engine.diagrams.model import Direction
from apps.engine.diagrams.read.flow_build import FlowBuilder
from apps.engine.diagrams.read.prepare import unquote
from apps.engine.diagrams.scanner import Scanner

KEYWORD = re.compile(
    r"(?:(subgraph)(?=[ \t;\n]|\Z)(?![ \t]*(?:--|==|-\.|->))|(end)[ \t]*(?=[;\n]|\Z|%%)"
    r"|(direction|style|linkStyle|classDef|class|click)(?=[ \t]+[^\s\-=~&<\[({>|])"
    r"|(accTitle)[ \t]*(?=:)|(accDescr)[ \t]*(?=[:{]))"
)
_LINE = re.compile(r"[^\n]*")
_STYLING = re.compile(r"(?:[^;\n]|;(?=[ \t]*[a-z-]+:))*")
_REST = re.compile(r"(?:\"[^\"\n]*(?:\n[^\"\n]*){0,5}\"(?=[\s\])};]|\Z)|[#&]\w{1,31};|[^;\n])*")
"""A statement up to its ``;``: quotes and entities may hold one, quotes also line feeds."""

_TITLED = re.compile(r"([^\[\](){}\"]+?)[ \t]*\[[\[({]*(.*?)[\])}]*\]\Z", re.DOTALL)
_ROUND = re.compile(r"([^\[\](){}\"]+?)[({]+(.*?)[)}]+\Z")
_SPACED_QUOTE = re.compile(r"\[[ \t]+\"")
_BRACKET = re.compile(r"[()\[\]{}|\"]")
_REFUSED = re.compile(r"[(){}<>=,@~\]|]")
_STYLES = frozenset(("style", "linkStyle", "classDef"))
_COMMENT = re.compile(r"[ \t]%%.*\Z")
_CSS_CLASS = re.compile(r":::[\w-]+")
_URL = re.compile(r"\"([^\"\s]{1,2000})\"|\b(https?://[^\s\"]{1,2000})")
_DIRECTIONS: dict[str, Direction] = {"TB": "TB", "TD": "TB", "BT": "BT", "LR": "LR", "RL": "RL"}
_DESCRIPTION = re.compile(r"[ \t]*\{[^{}]*\}")


def keyword(s: Scanner, build: FlowBuilder) -> bool:
    """Read the statement that begins with a keyword here; False when none does."""
    found = s.take(KEYWORD)
    if found is None:
        return False
    word, at = next(group for group in found.groups() if group), found.start()
    if word == "end":
        _end(s, build, at)
        return True
    if word == "accDescr" and s.take(_DESCRIPTION):
        return True
    line = s.text[found.end() : s.line_end(found.end())]
    whole = word in ("accTitle", "accDescr") or _COMMENT.search(line)
    rest = s.take(_LINE if whole else _STYLING if word in _STYLES else _REST)
    text = _without_comment(s, rest[0] if rest else "", found.end())
    _STATEMENTS[word](s, build, text, at)
    return True


def close_all(s: Scanner, build: FlowBuilder) -> None:
    """Close subgraphs that the source left open; the fault stands at their opening line."""
    while build.open_groups:
        group = build.groups[build.open_groups[-1]]
        s.report(
            "error",
            group.at,
            f"This subgraph has no `end`. Read: `{s.excerpt(group.at)}`. "
            "Write `end` on a line of its own below its last node.",
            f"group:{group.id}",
        )
        build.close_group()


def _without_comment(s: Scanner, text: str, at: int) -> str:
    found = _COMMENT.search(text)
    if not found:
        return text.strip().rstrip(";").strip()
    s.report(
        "warning",
        at + found.start(),
        f"A comment needs a line of its own. Read: `{found[0].strip()[:60]}`. "
        "Write the `%%` comment on the line before.",
    )
    return text[: found.start()].strip()


def _end(s: Scanner, build: FlowBuilder, at: int) -> None:
    if not build.close_group():
        s.report("warning", at, "This `end` closes nothing. Remove it, or add the `subgraph` line.")


def _subgraph(s: Scanner, build: FlowBuilder, text: str, at: int) -> None:
    text = _CSS_CLASS.sub("", text).strip()
    titled = _TITLED.match(text) or _round_title(s, text, at)
    if titled:
        group, title = titled[1].strip(), titled[2].strip()
        sign = _SPACED_QUOTE.search(text) or (_BRACKET.search(title) if title[:1] != '"' else None)
        if sign and text.rstrip().endswith("]"):
            _needs_quotes(s, at, text, f'{group}["{unquote(title)}"]', sign[0])
        build.open_group(group, *_title(title), at)
        return
    if "[" in text and "]" not in text:
        group, _, rest = text.partition("[")
        s.report(
            "error",
            at,
            f"`[` is never closed. Read: `subgraph {text[:60]}`. "
            f'Write: `subgraph {group.strip()} ["{rest.strip()[:60]}"]`.',
        )
        build.open_group(group.strip() or None, *_title(rest), at)
        return
    title, markdown = _title(text)
    if title == text and (found := _REFUSED.search(text)):
        _needs_quotes(s, at, text, f'"{text}"', found[0])
    spaced = any(char.isspace() for char in title)
    build.open_group(title if title and not spaced else None, title, markdown, at)


def _title(text: str) -> tuple[str, bool]:
    """A title without its quotes, and whether it is a Markdown string."""
    title = unquote(text)
    markdown = len(title) > 1 and title[0] == title[-1] == "`"
    return (title[1:-1].strip(), True) if markdown else (title, False)


def _needs_quotes(s: Scanner, at: int, text: str, instead: str, sign: str) -> None:
    s.report(
        "warning",
        at,
        f"Mermaid refuses `{sign.strip()}` here. Read: `subgraph {text[:60]}`. "
        f"Write: `subgraph {instead[:70]}`.",
    )


def _round_title(s: Scanner, text: str, at: int) -> re.Match[str] | None:
    """``subgraph id("Title")``; with a space before the bracket the whole is a title."""
    found = _ROUND.match(text)
    if found is None:
        return None
    s.report(
        "warning",
        at,
        f"A title with brackets needs quotes. Read: `subgraph {text[:60]}`. "
        f'Write: `subgraph {found[1].split()[0]}["{text[:60]}"]`.',
    )
    return None if found[1][-1].isspace() else found


def _direction(s: Scanner, build: FlowBuilder, text: str, at: int) -> None:
    direction = _DIRECTIONS.get(text.upper())
    if direction is None:
        s.report("warning", at, f"`{text[:20]}` is not a direction. Write: `direction LR`.")
    elif build.open_groups:
        build.groups[build.open_groups[-1]].direction = direction
    else:
        build.direction = direction


def _style(s: Scanner, build: FlowBuilder, text: str, at: int) -> None:
    ids, _, declarations = text.partition(" ")
    if not declarations.strip():
        return
    fill = style_colour(declarations, "fill", "background")
    if "," in ids:
        s.report(
            "warning",
            at,
            f"`style` takes one id; Mermaid draws a box `{ids[:40]}`. "
            f"Write: `class {ids[:40]} name` and a `classDef name` line.",
        )
    else:
        build.style_node(ids, at)
    for node_id in ids.split(","):
        if fill:
            build.styles[node_id.strip()] = fill


def _link_style(s: Scanner, build: FlowBuilder, text: str, at: int) -> None:
    numbers, _, declarations = text.partition(" ")
    stroke = style_colour(declarations, "stroke")
    if numbers == "default" and stroke:
        for edge in build.edges:
            edge.colour = edge.colour or stroke
    for number in numbers.split(","):
        known = number.isdecimal() and len(number) < 6 and int(number) < len(build.edges)
        if known:
            build.edges[int(number)].colour = stroke or build.edges[int(number)].colour
        elif numbers != "default":
            s.report(
                "warning",
                at,
                f"There is no edge {number[:20]} above this line; edges count from 0, and "
                f"{len(build.edges)} were read. Write the number of an edge that stands above.",
            )


def _class_def(_s: Scanner, build: FlowBuilder, text: str, _at: int) -> None:
    names, _, declarations = text.partition(" ")
    if fill := style_colour(declarations, "fill", "background"):
        for name in names.split(","):
            build.class_colours[name.strip()] = fill


def _class(_s: Scanner, build: FlowBuilder, text: str, _at: int) -> None:
    ids, _, name = text.rpartition(" ")
    for node_id in ids.split(","):
        build.node_classes.append((node_id.strip(), name.strip()))


def _click(_s: Scanner, build: FlowBuilder, text: str, _at: int) -> None:
    node_id, _, rest = text.partition(" ")
    if found := _URL.search(rest):
        build.links[node_id] = found[1] or found[2]


def _nothing(_s: Scanner, _build: FlowBuilder, _text: str, _at: int) -> None:
    """Accessible descriptions are Mermaid's own; our text alternative comes from the model."""


def _acc_title(_s: Scanner, build: FlowBuilder, text: str, _at: int) -> None:
    build.acc_title = text.lstrip(": \t")


_STATEMENTS: dict[str, Callable[[Scanner, FlowBuilder, str, int], None]] = {
    "subgraph": _subgraph,
    "direction": _direction,
    "style": _style,
    "linkStyle": _link_style,
    "classDef": _class_def,
    "class": _class,
    "click": _click,
    "accTitle": _acc_title,
    "accDescr": _nothing,
}
