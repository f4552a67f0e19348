"""Designs with many diagrams, nodes, edges, messages and pictures."""

from __future__ import annotations

from collections.abc import Callable

from tests.bench.growth_designs.parts import Files, Kind, named, one


def nodes(n: int) -> Files:
    """Nodes of flow charts in a chain, each diagram within the limit of its source."""
    return _flowcharts(
        n,
        500,
        lambda i, last: [f"  n{i}[{named(i)}]"] + ([f"  n{i} --> n{i + 1}"] if i < last else []),
    )


def edges(n: int) -> Files:
    """Edges between the same few nodes of flow charts."""
    return _flowcharts(n, 1_000, lambda i, last: [f"  a{i % 40} -->|call {i}| b{i * 7 % 41}"])


def _flowcharts(n: int, most: int, lines: Callable[[int, int], list[str]]) -> Files:
    parts = ["## Architecture\n"]
    for first in range(0, n, most):
        last = min(n, first + most) - 1
        drawn = [line for i in range(first, last + 1) for line in lines(i, last)]
        parts += ["```mermaid", "flowchart LR", *drawn, "```\n"]
    return one(*parts)


def nodes_of_one(n: int) -> Files:
    """One flow chart in a file of its own, up to the limit of its source."""
    drawn = [f"  n{i}[S {i}]\n  n{i // 2} --> n{i}" for i in range(n)]
    return one("## Architecture\n") | {"flow.mmd": "\n".join(["flowchart LR", *drawn]) + "\n"}


def messages(n: int) -> Files:
    """Messages of sequence diagrams."""
    parts = ["## Flows\n"]
    for first in range(0, n, 1_000):
        sent = [
            f"  {'Client' if i % 2 else 'Gateway'}->>Store{i % 20}: read {i} rows"
            for i in range(first, min(n, first + 1_000))
        ]
        parts += ["```mermaid", "sequenceDiagram", *sent, "```\n"]
    return one(*parts)


def diagrams(n: int) -> Files:
    """Small flow charts in files of their own."""
    return one("## Architecture\n\nThe parts are drawn below.") | {
        f"drawn/{i}.mmd": f"flowchart LR\n  A{i}[{named(i)}] --> B{i}[(Store {i})]\n  B{i} --> C[Gateway]\n"
        for i in range(n)
    }


def pictures(n: int) -> Files:
    """Pictures with captions; every second one is in the package."""
    shown = (f"![Picture {i}](img/p{i}.png)\n\n*Figure {i}: shows {i}*\n" for i in range(n))
    return one("## Architecture\n", *shown) | {f"img/p{i}.png": "\x89PNG" for i in range(0, n, 2)}


KINDS = (
    Kind("nodes", 500, nodes),
    Kind("nodes of a file", 125, nodes_of_one),
    Kind("edges", 500, edges),
    Kind("messages", 500, messages),
    Kind("diagrams", 60, diagrams),
    Kind("pictures", 120, pictures),
)
