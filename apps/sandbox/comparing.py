"""Comparing in a child: two packages as they were read, with the rendered HTML of their documents."""

from __future__ import annotations

from typing import Any

from apps.engine import storage
from apps.engine.diff import diff_packages
from apps.engine.diff.as_json import diff_json
from apps.engine.diff.side_by_side.comparison import compare_pages
from apps.engine.package import Package
from apps.sandbox.pictures import layout_engine


def compare(request: dict[str, Any]) -> dict[str, Any]:
    """What the page shows, and the JSON of ``diff``."""
    old, new = (storage.loads(request[side], Package) for side in ("old", "new"))
    diff = diff_packages(old, new)
    page = compare_pages(
        diff, (old, request["old_html"]), (new, request["new_html"]), engine=layout_engine()
    )
    return {"page": storage.dumps(page), "diff": storage.dumps(diff_json(diff))}
