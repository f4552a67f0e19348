"""What must stay silent: correct designs and harmless rewrites of one."""

from __future__ import annotations

import re

import pytest

from tests.engine.quantities.helpers import changed, codes, texts

DESIGN = texts("recommender")["design.md"]


@pytest.mark.parametrize("name", ["recommender", "cameras", "chat", "full_recommender"])
def test_the_arithmetic_of_a_correct_design_passes_silently(name):
    assert codes(texts(name)) == []


def test_the_published_sizing_of_a_log_join_has_no_arithmetic_finding():
    assert codes(texts("nalsd")) == ["CAP-001"]


def _table(start: str) -> str:
    begin = DESIGN.index(start)
    return DESIGN[begin : DESIGN.index("\n\n", begin)]


CAPACITY, FLEET, COST, LATENCY, CHAIN = (
    _table(start)
    for start in (
        "| Quantity | Symbol",
        "| Component | Replicas",
        "| Item |",
        "| Step |",
        "| Dependency",
    )
)


def _grid(table: str) -> list[list[str]]:
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.split("\n")
    ]
    return [rows[0], *rows[2:]]


def _markdown(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])


def _shuffled(table: str) -> str:
    rows = _grid(table)
    order = sorted(range(len(rows[0])), key=lambda i: (i * 7 + 3) % len(rows[0]))
    return _markdown([[row[i] for i in order] for row in rows])


def _turned(table: str) -> str:
    return _markdown([list(column) for column in zip(*_grid(table), strict=True)])


def _extra(table: str) -> str:
    rows = _grid(table)
    return _markdown([[*row, "Remark" if i == 0 else "see [3]"] for i, row in enumerate(rows)])


def _split(table: str, at: int) -> str:
    rows = _grid(table)
    return _markdown(rows[:at]) + "\n\nMore of it:\n\n" + _markdown([rows[0], *rows[at:]])


def _html(table: str) -> str:
    rows = _grid(table)
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>\n" for row in rows[1:])
    return f"<table>\n<tr>{head}</tr>\n{body}</table>"


def _german() -> list[tuple[str, str]]:
    lines = [
        line for line in DESIGN.split("\n") if line.startswith("|") and re.search(r"\d\.\d", line)
    ]
    return [(line, re.sub(r"(\d)\.(\d)", r"\1,\2", line)) for line in dict.fromkeys(lines)]


TABLES = {"capacity": CAPACITY, "fleet": FLEET, "cost": COST, "latency": LATENCY, "chain": CHAIN}
REWRITES: dict[str, list[tuple[str, str]]] = {
    "technology suffix": [("Rec Orchestrator", "Rec Orchestrator (FastAPI)")],
    "camel case": [("Rec Orchestrator", "RecOrchestrator")],
    "MB for GB": [("| 102.4 | GB |", "| 102400 | MB |")],
    "three digits": [("| 181.44 | TB |", "| 181 | TB |")],
    "times sign": [("peak * resp", "peak × resp"), ("avg * ev * evs * ret * rf", "avg · ev · evs · ret · rf")],
    "letter x": [("= items * vec", "= items x vec")],
    "req/s for QPS": [("| QPS |", "| req/s |")],
    "words for QPS": [("QPS", "requests per second")],
    "LB": [("Load Balancer", "LB")],
    "decimal comma": _german(),
    "no-break spaces": [("| 102.4 | GB |", "| 102.4\u00a0GB | |"), ("| 70000 | QPS |", "| 70\u00a0000 | QPS |")],
    "thin spaces": [("| 35000000 |", "| 35\u202f000\u202f000 |"), ("| 74341 |", "| 74\u2009341 |")],
    "thousands commas": [("| 149410 |", "| 149,410 |"), ("| 74341 |", "| 74,341 |")],
    "currency signs": [("| 35040 |", "| $35,040 |"), ("| 149410 |", "| **$149,410** |")],
    "thousands": [("| 500 | 70000 |", "| 0.5K | 70K |"), ("| 1000000 | 35000000 |", "| 1M | 35M |")],
    "seconds for ms": [("| User Feature Store | 10 | ms |", "| User Feature Store | 0.01 | s |")],
    "bytes for bits": [("| 6.4 | Gbit/s", "| 0.8 | GB/s")],
    "names for symbols": [("= dau * rpu", "= Daily active users × Requests per user and day")],
    "no equals sign": [("= avg * pf", "avg × pf")],
    "other peaks": [
        (
            "without slowing the page.",
            ("without slowing the page. Today's peak is 8K QPS. Each pod handles 500 QPS at peak. If traffic "
            "doubled, the peak would be 200K QPS. The cache absorbs 30K QPS of the peak. In phase 1 the "
            "peak is 20K QPS. We design for a peak of 100,000 requests per second."),
        )
    ],
    "other promises": [
        (
            "The hard chain gives",
            ("With 99.9 % each, the availability would be 99.76 %. Availability must reach 99.95 %. The total "
            "cost is about 149K USD a month; a rejected design cost 300K USD a month. The hard chain gives"),
        )
    ],
    "fleet in two column groups": [
        (
            FLEET,
            _markdown([row[:3] for row in _grid(FLEET)])
            + "\n\nLoad:\n\n"
            + _markdown([[row[0], *row[3:]] for row in _grid(FLEET)]),
        )
    ],
}  # fmt: skip
for _name, _source in TABLES.items():
    REWRITES[f"{_name} shuffled"] = [(_source, _shuffled(_source))]
    REWRITES[f"{_name} turned"] = [(_source, _turned(_source))]
    REWRITES[f"{_name} with a further column"] = [(_source, _extra(_source))]
    REWRITES[f"{_name} in two"] = [(_source, _split(_source, 3))]
    REWRITES[f"{_name} as HTML"] = [(_source, _html(_source))]


@pytest.mark.parametrize("pairs", REWRITES.values(), ids=REWRITES)
def test_a_harmless_rewrite_stays_silent(pairs):
    assert codes(changed("recommender", *pairs)) == []
