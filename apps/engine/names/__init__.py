"""Names of components: are two names the same thing?

Two names are the same from a similarity of 95 on, and between 75 and 94 a question ("did you
mean ...?"). The similarity is the indel ratio of the sorted stems of the telling words (L. Yujian and
L. Bo, 2007, for the normalised distance; ``rapidfuzz`` computes it), guarded by qualifiers: "Online
Feature Store" is never "Offline Feature Store".
"""

from __future__ import annotations

from apps.engine.names.matching import Match, aliases_of, match_names
from apps.engine.names.similarity import (
    NEAR,
    SAME,
    is_managed,
    normalise,
    similarity,
    technology_of,
)
from apps.engine.names.words import clean, scope_of

__all__ = [
    "NEAR",
    "SAME",
    "Match",
    "aliases_of",
    "clean",
    "is_managed",
    "match_names",
    "normalise",
    "scope_of",
    "similarity",
    "technology_of",
]
