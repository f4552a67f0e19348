"""Which of our browser modules a page needs, so that it can ask for all of them at once.

A browser learns of a module's imports only when it has the module: without hints they come one after
the other. ``{% modules "js/workspace/main.js" %}`` writes the hints.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders

_IMPORT = re.compile(r'^(?:import|export)\b[^;"]*?(?:from\s+)?"(\.[^"]+)"', re.MULTILINE)


@lru_cache(maxsize=32)
def needed_by(name: str) -> tuple[str, ...]:
    """Static names of a module and of everything it imports, itself first, each once."""
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        one = waiting.pop(0)
        path = None if one in found else finders.find(one)
        if path is None:
            continue
        found[one] = None
        source = Path(str(path)).read_text(encoding="utf-8")
        folder = posixpath.dirname(one)
        waiting += [posixpath.normpath(posixpath.join(folder, m)) for m in _IMPORT.findall(source)]
    return tuple(found)
