"""Two revisions of the sample with known changes."""

from __future__ import annotations

import struct
import zlib

from apps.demo import designs

EDITS = (
    ("workload: recommendation", "workload: ranking"),
    ("rc[(Result Cache)]", "rc[(Response Cache)]"),
    ("  K-->>G: miss\n", ""),
    ("| Rec Orchestrator | 234 | 3", "| Rec Orchestrator | 300 | 3"),
    ("keeps no state, so it", "keeps sessions for a minute, so it"),
    (
        "The hard chain gives 99.96 %, above the target of 99.95 % (21.6 minutes in 30 days).\n\n",
        "",
    ),
    ("## Operations\n", "## Running it\n"),
)
SENTENCES = [
    "Front matter, workload: recommendation → ranking",
    "Node Result Cache is now Response Cache",
    "Message Result Cache → API Gateway: miss removed",
    "Rec Orchestrator, Replicas: 234 → 300 (+28.2 %)",
    "Paragraph “The orchestrator keeps sessions for a m…” changed: “no state” → “sessions for a minute”",
    "Paragraph removed: “The hard chain gives 99.96 %, above the target of 99.95 % (21.6 minutes in 30 d…”",
    "Heading “Operations” is now “Running it”",
    "ADR-0001 Rank on L4 GPUs, bad consequences: GPU capacity must be reserved → GPU capacity must be reserved for one year",
    "File added: notes.yaml",
    "File changed: load.png",
]
"""What a reader is told, in the order of the page; records stand behind their document."""


def picture(colour: tuple[int, int, int]) -> bytes:
    """A PNG of 64 x 32 px in one colour."""
    rows = (b"\0" + bytes(colour) * 64) * 32

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))
        )

    head = struct.pack("!IIBBBBB", 64, 32, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def before() -> dict[str, str | bytes]:
    """The sample with a picture."""
    files: dict[str, str | bytes] = {**designs.sample(), "load.png": picture((60, 90, 200))}
    text = designs.sample()["design.md"]
    shown = "![Load test](load.png)\n\n## Operations\n"
    return files | {"design.md": text.replace("## Operations\n", shown, 1)}


def after() -> dict[str, str | bytes]:
    """The same with every change of ``EDITS``, a changed record and picture, and a new file."""
    files = before()
    text = str(files["design.md"])
    for old, new in EDITS:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    record = str(files["adr-0001.md"])
    assert "reserved" in record
    return files | {
        "design.md": text,
        "adr-0001.md": record.replace("reserved", "reserved for one year", 1),
        "load.png": picture((60, 150, 90)),
        "notes.yaml": "a: 1\n",
    }
