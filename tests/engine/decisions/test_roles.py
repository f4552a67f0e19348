"""Which files of a package are decision records, and which is the main document."""

from __future__ import annotations

import pytest

from apps.engine.assemble import assemble
from apps.engine.reading import read_file
from tests.engine.decisions.reading import BODY

RICH = (
    "# Use queues\n\n| Status | Accepted |\n|---|---|\n| Date | 2025-02-03 |\n\n## What\n\nQueues.\n"
    "\n## Goals\n\nLess coupling.\n\n## Non-goals\n\nNone.\n\n## Requirements\n\nNone.\n"
    "\n## Risks\n\nLoss.\n\n## Alternatives\n\nCalls.\n\n## Security\n\nTLS.\n\n## Cost\n\nSmall.\n"
)


def roles(files: dict[str, str]) -> dict[str, str]:
    """Role of each file of a package."""
    package = assemble([read_file(path, text.encode()) for path, text in files.items()])
    return {artifact.path: artifact.role for artifact in package.artifacts}


@pytest.mark.parametrize(
    "path",
    [
        "adr/use-queues.md", "5.ADRs/use-queues.md", "4_adrs/002_use_queues.md", "docs/decisions/0002-use-queues.md",
        "architecture-decision-records/serving/ODH-ADR-MS-0002-use-queues.md", "notes/ODH-ADR-0002-use-queues.md",
    ],
)  # fmt: skip
def test_a_long_record_among_records_is_no_design(path: str):
    assert roles({"README.md": "# Design\n\nA queue.\n", path: RICH})[path] == "adr"


def test_forms_and_lists_among_records_are_no_records_and_no_main_document():
    blank = "# Title\n\n## Status\n\nproposed | accepted\n" + BODY
    listing = "# Decisions\n\n- [1](0001-x.md)\n"
    found = roles(
        {
            "adr/0000-template.md": blank,
            "adr/README.md": listing,
            "adr/index.md": listing,
            "adr/0001-x.md": "# 1. X\n" + BODY,
        }
    )
    assert found["adr/0001-x.md"] == "adr"
    assert found["adr/0000-template.md"] == "other"
    assert found["adr/README.md"] in {"main", "other"}
    assert found["adr/index.md"] in {"main", "other"}
