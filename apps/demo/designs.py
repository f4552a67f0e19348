"""Designs of the demo: a correct one, and variants of it with known flaws made by small replacements."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).with_name("recommender")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)

Replacement = tuple[str, str]

# Each flaw with the check that finds it. A replacement applies to every place where its text stands.
FLAWS: Final[Mapping[str, Sequence[Replacement]]] = {
    "CAP-007": (("| Rec Orchestrator | 234 | 3 |", "| Rec Orchestrator | 120 | 3 |"),),
    "CAP-008": (("| Rec Orchestrator | 234 | 3 |", "| Rec Orchestrator | 183 | 3 |"),),
    "CAP-004": (("| egress | 6.4 | Gbit/s |", "| egress | 0.8 | Gbit/s |"),),
    "CAP-003": (("| raw | 102.4 | GB |", "| raw | 102.4 | GB/s |"),),
    "CAP-011": (("| Ranking Service | 40 | ms |", "| Ranking Service | 95 | ms |"),),
    "CAP-005": (("| 149410 |", "| 119410 |"),),
    "TRD-002": (
        ("| Portability | 0.15 |", "| Portability | 0.25 |"),
        ("| 1.00 | 3.75 | 2.65 | 2.40 |", "| 1.10 | 4.05 | 3.15 | 2.50 |"),
    ),
    "TRD-004": (("Decision: GPU L4.", "Decision: Managed endpoint."),),
    "TRD-010": (("| user features | PA/EL |", "| user features | CA |"),),
    "DIA-008": (("participant R as Ranking Service", "participant R as Scoring Engine"),),
    "DIA-010": (("    b1[Load Balancer x1]\n", ""), ("    c1[Load Balancer x1]\n", "")),
    "DIA-007": (
        ("    a10[Stream Processor x6]\n", ""),
        ("    b10[Stream Processor x6]\n", ""),
        ("    c10[Stream Processor x6]\n", ""),
    ),
}

# The fleet of a first repair: more machines than before, and still too few without one zone.
HALF_REPAIRED: Final[Replacement] = (
    "| Rec Orchestrator | 183 | 3 |",
    "| Rec Orchestrator | 195 | 3 |",
)

# What the same team rewrote: a sentence, a paragraph that is gone, a node with another name.
REWRITTEN: Final[Sequence[Replacement]] = (
    (
        "a page that never waits for analytics.",
        "a page that shows yesterday's list when ours is late.",
    ),
    (
        (
            "Throughput and freshness pull against cost, latency against the quality of a larger "
            "candidate set; the trade-offs are argued below.\n\n"
        ),
        "",
    ),
    (
        "sp[Stream Processor]",
        "sp[Stream Processor]\n  ufs -.->|nightly snapshot| lake[(Data Lake)]",
    ),
)

# A file that says it is a PDF and is none: readers must say so and go on with the rest.
BROKEN_PDF: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\nthe rest of this file was lost on the way\n"


def sample() -> dict[str, str]:
    """The files of the correct design, by path."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(_FOLDER.glob("*.md"))}


def design(*flaws: str, extra: Sequence[Replacement] = ()) -> dict[str, str]:
    """The design with the flaws that these checks find; ``extra`` is replaced after them.

    Raises:
        ValueError: A text to replace does not occur: the sample and the table have parted.
    """
    files = sample()
    text = files["design.md"]
    for old, new in (*(pair for flaw in flaws for pair in FLAWS[flaw]), *extra):
        if old not in text:
            raise ValueError(f"{old!r} does not occur in the design")
        text = text.replace(old, new)
    return files | {"design.md": text}


def package(files: Mapping[str, str | bytes]) -> bytes:
    """The files as a ZIP; the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(path, _EPOCH), content)
    return packed.getvalue()
