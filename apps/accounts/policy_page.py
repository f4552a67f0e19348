"""The policy printed as a page of the documentation."""

from __future__ import annotations

from apps.accounts.policy import PERMISSIONS, SENTENCES, Predicate, Ways

_HEAD = """# Who may see and do what

This page is printed from `apps/accounts/policy.py` by `python manage.py print_permissions`; a test
compares the two. A permission is given when all facts of one of its lines are true.

Somebody who may not see an object gets the same answer as for an object that does not exist (404).
Somebody who may see it, but not do what was asked, is told so (403). Who is not signed in is sent to
the sign-in page.
"""


def permissions_page() -> str:
    """The text of ``docs/permissions.md``."""
    rows = [
        f"| `{name}` | {SENTENCES[name]} | {_ways(ways)} |" for name, ways in PERMISSIONS.items()
    ]
    table = ["| permission | allows to | when |", "|---|---|---|", *rows]
    return "\n".join([_HEAD, *table, "", "## Facts", "", *_facts(), ""])


def _ways(ways: Ways) -> str:
    return "<br>or ".join(" and ".join(_word(fact) for fact in way) for way in ways)


def _word(fact: Predicate) -> str:
    return fact.__name__.replace("_", " ")


def _facts() -> list[str]:
    facts = {fact.__name__: fact for ways in PERMISSIONS.values() for way in ways for fact in way}
    return [f"- **{_word(fact)}**: {fact.__doc__}" for _, fact in sorted(facts.items())]
