"""Which language a text is written in, told by its most common small words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

STOP_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in is that for it with as on are be this by from at or an which we not "
        "can will has have all each must our its when if than then",
        "de": "der die das und ist nicht mit für auf eine ein den von dem des sich wird werden auch "
        "als wir sind im zu zum zur bei oder nach durch einen einer wenn über kann",
        "fr": "le la les des et est une un pour dans que qui par sur avec pas du au aux ce cette nous "
        "sont plus ou être chaque si",
        "es": "el la los las de y es en que un una para con por se del al no como más su son cada "
        "este esta nosotros si",
        "it": "il la le gli di e è un una per con che non del della dei delle al sono più ogni nel "
        "nella questo questa come si da",
        "pt": "o a os as de e é um uma para com que não do da dos das no na em por mais são cada se "
        "como nós este esta",
        "nl": "de het een en van is dat voor met op niet zijn door wordt worden aan bij ook als we "
        "naar uit elke deze dit of",
        "pl": "i w na z do jest się nie to że dla od przez są jako oraz który po każdy być lub",
        "sv": "och att det som en ett är för på med av den inte till har vi om kan eller från",
        "tr": "ve bir bu için ile olarak da de en çok daha her olan veya gibi ancak kadar",
    }.items()
}
_MIN_HITS = 8
_SHARE = 0.08
_SHORT = 80


def detect_language(words: Sequence[str]) -> str | None:
    """ISO 639-1 code of the language of ``words`` (lower case), or None when it cannot be told.

    A text too short to tell counts as English unless its small words or its script say otherwise.
    """
    counts = Counter(words)
    hits = {language: sum(counts[word] for word in stop) for language, stop in STOP_WORDS.items()}
    first, second = sorted(hits, key=lambda language: -hits[language])[:2]
    best = hits[first]
    if best >= _MIN_HITS and best >= _SHARE * len(words) and best >= 1.3 * hits[second]:
        return first
    latin = sum(1 for word in words if word[0].isascii())
    if len(words) < _SHORT and hits["en"] == best and latin * 2 >= len(words):
        return "en"
    return None
