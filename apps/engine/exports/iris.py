"""The IRIs of our own words in exported annotations, and how ids of ours become IRIs."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, unquote, urlsplit

NAMESPACE = "urn:aie-review:ns#"
"""Namespace of our properties: thread, number, type, severity, state, fate, place, artifact, surface,
importedBy."""
SECTION = "urn:aie-review:fragment:section"
"""A section by the slug of its heading: ``section=capacity-plan``."""
CELL = "urn:aie-review:fragment:cell"
"""A cell of a table: ``table=0&row=2&column=1``, counted from 0, the header is row -1."""
ELEMENT = "urn:aie-review:fragment:element"
"""An element of a diagram: ``diagram=deploy&node=model-server``; without an element the diagram."""
MEDIA = "http://www.w3.org/TR/media-frags/"

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SAFE = "/:@!$&'()*+,;=~?#%"


def iri(revision: str, name: str) -> str:
    """The IRI of ``name``: itself when it is one, else what the revision's IRI and it make."""
    if _SCHEME.match(name):
        return quote(name, safe=_SAFE + "[]")
    glue = "" if name.startswith(("/", "?", "#")) else "/"
    return f"{revision}{glue}{quote(name, safe=_SAFE)}"


def suffix(revision: str, address: str) -> str:
    """The name whose IRI ``address`` is: the inverse of ``iri``."""
    if not address.startswith(revision) or address == revision:
        return address
    return unquote(address[len(revision) :].removeprefix("/"))


def source(revision: str, artifact: str) -> str:
    """The IRI of a file of the revision."""
    return f"{revision}?artifact={quote(artifact, safe='/')}" if artifact else revision


def artifact(address: str) -> str:
    """The file that an address names in its query, else the last part of its path."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    named = parse_qs(parts.query).get("artifact")
    return named[0] if named else unquote(parts.path).rpartition("/")[2]
