"""Vocabulary of decision records: what a heading or a label means, and its tidied form.

The synonyms come from counting headings of published ADR collections and templates (MADR, Nygard,
Merson, Tyree and Akerman, Planguage, business case, Alexandrian, EdgeX, NHS Wales), with the usual
translations of the Nygard and Merson templates.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from apps.engine.decisions.languages import ROLE_WORDS, with_bare_accents

CORE: Final = ("context", "options", "decision", "consequences")
"""Sections that make a decision record complete, in reading order."""

META: Final = frozenset(
    {"status", "date", "deciders", "tags", "supersedes", "superseded_by", "amends", "amended_by"}
)
"""Roles of short facts that stand in a heading block, a table or front matter."""

_SYNONYMS: Final[dict[str, str]] = {
    "title": "title|title of the decision",
    "status": "status|state|decision status|adr status|current status",
    "date": "date|dates|decision date|date decided|decided on|date of decision|approval date|"
    "decided at|decided|date accepted|accepted on|approved on",
    "updated": "last updated|updated at|last modified|updated|updated on|date updated|last update|modified|"
    "last revision date|revision date|last revised|last revision|last update date|last changed|"
    "last edited|date of last update",
    "created": "created|created at|created on|creation date|date created|proposed on|date proposed|last reviewed|"
    "start date|created date|submitted|date opened|opened on|opened",
    "deciders": "deciders|decision makers|decision maker|decision-makers|decision-maker|deciders(s)|"
    "decider|approvers|approver|decided by|approved by|owner|owners|decision owner|author|"
    "authors|stakeholders|participants|contact|submitters|driver|proposer|proposers|"
    "accountable",
    "tags": "tags|tag|labels|keywords|category|group",
    "supersedes": "supersedes|supercedes|superseeds|replaces|obsoletes|supersede",
    "superseded_by": "superseded by|superceded by|superseeded by|replaced by|superseded-by|obsoleted by|"
    "superseded",
    "amends": "amends|extends|updates|refines",
    "amended_by": "amended by|extended by|updated by|refined by",
    "context": "context|context and problem statement|problem statement|problem|issue|discussion|"
    "background|forces|the problem|motivation|context and problem|"
    "context & problem statement|problem description|discussion (context)|situation|"
    "the issue|issue statement|context/problem|context and background|"
    "background and context|problem context|why|introduction|summary|problem definition|"
    "context and forces|requirement|need|what is the problem|question|user story|"
    "referenced use case(s)|referenced use cases|abstract|business context|overview|what",
    "prologue": "prologue|prologue (summary)|executive summary|tl;dr|tldr|gist",
    "drivers": "decision drivers|drivers|driver|forces and factors|decision factors|decision criteria|"
    "evaluation criteria|criteria|requirements|quality attributes|goals|key drivers|"
    "constraints|related requirements|concerns|quality goals|selection criteria",
    "options": "considered options|considered alternatives|alternatives considered|options considered|"
    "alternatives|options|positions|candidates to consider|candidates|other options|"
    "solutions considered|possible solutions|other options considered|"
    "other alternatives considered|alternative solutions|options analysis|option analysis|"
    "proposals|considered solutions|alternative options|rejected alternatives|"
    "rejected options|evaluated options|evaluated alternatives|options and alternatives|"
    "considerations|design options|alternative approaches|possible options|"
    "research and analysis of each candidate|considered option|alternatives and trade-offs|"
    "solution options",
    "proscons": "pros and cons of the options|pros and cons of the alternatives|pros and cons|"
    "comparison|options comparison|comparison of options|evaluation|"
    "evaluation of the options|analysis of the options|pros and cons of options|pros/cons|"
    "pros & cons|trade-off analysis|research and analysis|trade-offs",
    "decision": "decision|decision outcome|decided approach|solution|recommendation|proposal|approach|"
    "decisions|proposed solution|the decision|solution (decision)|decision made|"
    "decision taken|outcome|proposed decision|our decision|final decision|proposed design|"
    "chosen option|chosen solution|decision statement|selected option|resolution|"
    "selected solution|recommended option|recommended solution|decision summary|"
    "key decisions|proposed approach|agreed approach|what we decided|conclusion|"
    "decision details|how",
    "rationale": "rationale|argument|arguments|justification|reasons|reasoning|decision rationale|"
    "reason|why this option|rationale for decision|rationale for the decision|"
    "motivation for the decision|because",
    "consequences": "consequences|implications|impact|results|consequences (results)|impacts|consequence|"
    "effects|outcomes|resulting context|consequences and trade-offs|"
    "positive and negative consequences|consequences of the decision|"
    "benefits and challenges|trade-offs and consequences|consequences and risks|"
    "repercussions|consequences/impact",
    "positive": "positive consequences|positive|good|benefits|advantages|pros|pro|positive impacts|"
    "positive impact|advantage|benefit|positive outcomes|strengths|upsides|gains|"
    "what becomes easier|easier|positive aspects|positive effects",
    "negative": "negative consequences|negative|negatives|bad|challenges|disadvantages|cons|con|"
    "drawbacks|drawback|risks|risk|negative impacts|negative impact|"
    "trade-offs and limitations|limitations|downsides|weaknesses|costs|negative outcomes|"
    "tradeoffs|tradeoffs and limitations|what becomes harder|harder|risks and mitigations|"
    "price|known limitations|negative aspects|negative effects|liabilities|what we give up|"
    "cost|risks and drawbacks|trade offs|what we pay",
    "neutral": "neutral|neutral consequences|other|neutral impacts",
    "confirmation": "confirmation|validation|compliance|governance|verification|fitness function|"
    "fitness functions|how we will verify|how to verify",
    "links": "links|more information|references|related decisions|related adrs|other related adrs|"
    "related|see also|related artifacts|links / references|related documents|"
    "further reading|related requirements and decisions|related decision records|relations|"
    "dependencies|related links",
    "changelog": "change log|changelog|history|revision history|status history|revisions|revision",
    "assumptions": "assumptions|assumption|business and technical assumptions",
    "notes": "notes|note|comments|appendix|follow-up|next steps|action items|open questions",
    "meta": "technical story|consulted|informed|priority|version|review|scope|ticket|branch|"
    "reviewers|related issue/story|pull request|email|github|type|id|reviewed by|jira|"
    "feature|epic|slug|last reviewed by|audience|discussion link|related issue|"
    "related issues|adr|impact level|decision id",
}

ROLE_OF: Final[dict[str, str]] = {
    word: role
    for known in (ROLE_WORDS, _SYNONYMS)
    for role, words in known.items()
    for word in with_bare_accents(words)
}

SIGNAL: Final = frozenset(
    {"status", "context", "drivers", "options", "proscons", "decision", "rationale", "consequences"}
)
"""Roles that tell a decision record from other texts."""

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LEAD = re.compile(r"^(?:[\W_]*\(?\d{1,2}(?:\.\d{1,2})?\s*[.):]?\s+|[^\w(\[{~]+)")
_OPTION = re.compile(
    r"^(?:considered |proposed )?(?:option|alternative|candidate|solution|position|variant|approach)"
    r"s?\s*(?:#\s*)?(\d{1,2}|[a-h])?\b\s*(?:\([^)]*\))?\s*(?:[:.)–—-]+|$)\s*",
    re.IGNORECASE,
)


@lru_cache(maxsize=16_384)
def tidy(label: str) -> str:
    """Lower-case a heading or label and drop comments, numbering, emoji and closing punctuation."""
    text = _COMMENT.sub("", label).replace("*", "").replace("__", "").strip()
    text = _LEAD.sub("", text, count=1).strip().casefold()
    text = re.sub(r"\s*[(\[{](?:optional|required|mandatory|if any|draft)[^)\]}]*[)\]}]", "", text)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"[^\w)\]}]+$", "", text)


_RISKS = re.compile(r"(?:known |main |key )?risks?\b(?: \w+){0,4}$")


@lru_cache(maxsize=16_384)
def exact_role(label: str) -> str | None:
    """Role of a label that is one of the known words, else None."""
    text = tidy(label)
    return ROLE_OF.get(text) or ("negative" if _RISKS.match(text) else None)


@lru_cache(maxsize=16_384)
def heading_role(title: str) -> str | None:
    """Role of a heading: a known word, "Option 2: ..." (``option``), or one close to a known word."""
    text = tidy(title)
    role = exact_role(title)
    if role:
        return role
    option = _OPTION.match(text)
    if option and (option.group(1) or option.end() < len(text)):
        return "option"
    return _loose_role(text)


def _loose_role(text: str) -> str | None:
    words = re.findall(r"[\w-]+", text)
    if not words or len(words) > 6:
        return None
    head = text.split(":", maxsplit=1)[0].split(" - ", maxsplit=1)[0].strip()
    if head != text and head in ROLE_OF and ROLE_OF[head] in {"status", "date"}:
        return ROLE_OF[head]
    found = set(words)
    for role, keys in _LOOSE:
        if found & keys:
            return role
    if len(words) == 1 and len(text) > 6:
        return _misspelt(text)
    return None


_LOOSE: Final = (
    ("drivers", {"drivers", "criteria"}),
    ("negative", {"negative", "drawbacks", "disadvantages", "cons"}),
    ("positive", {"positive", "advantages", "benefits", "pros"}),
    ("consequences", {"consequences", "concequences", "implications"}),
    ("options", {"alternatives", "options"}),
    ("rationale", {"rationale", "justification"}),
)


def _misspelt(word: str) -> str | None:
    """``concequences`` is still ``consequences``: one word, two letters off at most."""
    from rapidfuzz.distance import OSA

    for known in ("consequences", "alternatives", "decision", "considered options", "rationale"):
        if OSA.distance(word, known, score_cutoff=2) <= 2:
            return ROLE_OF[known]
    return None


def option_label(title: str) -> tuple[str | None, str]:
    """``("2", "Use Kafka")`` for "Option 2: Use Kafka"; the label is None where there is none."""
    match = _OPTION.match(title)
    if match and (match.group(1) or match.end() < len(title)):
        rest = title[match.end() :].strip()
        return (match.group(1) or "").casefold() or None, rest or title
    return None, title
