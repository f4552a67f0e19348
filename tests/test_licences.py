"""Every package that the program installs has a licence we may build on."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = re.compile(
    r"MIT|BSD|Apache|ISC|MPL|Mozilla Public|PSF|Python Software Foundation|LGPL|Lesser General|"
    r"EPL-2\.0|Eclipse Public License|OFL|Unlicense|0BSD|HPND",
    re.IGNORECASE,
)
REFUSED = re.compile(r"(?<!L)(?<!Lesser )\b(?:A?GPL|General Public License)", re.IGNORECASE)


def _licence(name: str) -> str:
    metadata = distribution(name).metadata
    classifiers = [c for c in metadata.get_all("Classifier") or () if c.startswith("License ::")]
    stated = metadata.get("License-Expression") or metadata.get("License") or ""
    return " / ".join([stated.split("\n", 1)[0], *classifiers]).strip(" /")


def test_licences_are_among_those_we_accept():
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    wrong = {}
    for name in re.findall(r"^([a-z0-9][\w.-]*)(?:\[[\w,]+\])?==", text, re.MULTILINE):
        try:
            licence = _licence(name)
        except PackageNotFoundError:
            continue  # locked for another platform
        if not ALLOWED.search(licence) or (REFUSED.search(licence) and "LGPL" not in licence
                                           and "Lesser" not in licence):  # fmt: skip
            wrong[name] = licence
    assert wrong == {}
