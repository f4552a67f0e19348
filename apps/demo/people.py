"""Who can sign in to the demo, and the roster of its course."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PASSWORD: Final = "review-a-design"  # noqa: S105 - printed for everybody who starts the demo


@dataclass(frozen=True)
class DemoAccount:
    """Somebody to sign in as; ``what`` says what there is to see."""

    email: str
    name: str
    role: str
    what: str


DEMO_ACCOUNTS: Final = (
    DemoAccount("student@example.org", "Mara Lindqvist", "student", "student, two revisions"),
    DemoAccount("student2@example.org", "Noor Haddad", "student", "second student, a clean report"),
    DemoAccount("ta@example.org", "Priya Raman", "ta", "teaching assistant"),
    DemoAccount("instructor@example.org", "Elena Vargas", "instructor", "instructor"),
    DemoAccount("operator@example.org", "Tomas Brandt", "operator", "operator of the site"),
)

ROSTER: Final = """email,name,student_id,section,team,role
student@example.org,Mara Lindqvist,2210417,A,Grey Herons,student
jun.watanabe@example.org,Jun Watanabe,2210418,A,Grey Herons,student
student2@example.org,Noor Haddad,2210419,A,Swifts,student
sana.karim@example.org,Sana Karim,2210420,A,Teal,student
dan.okafor@example.org,Dan Okafor,2210421,A,Teal,student
emil.berg@example.org,Emil Berg,2210422,B,Larks,student
luca.ferri@example.org,Luca Ferri,2210423,B,Kingfishers,student
aiko.tanaka@example.org,Aiko Tanaka,2210424,B,Kingfishers,student
peter.osei@example.org,Peter Osei,2210425,B,Terns,student
ines.duarte@example.org,Ines Duarte,2210426,B,Wrens,student
sofia.marin@example.org,Sofia Marin,2210427,B,Owls,student
ta@example.org,Priya Raman,,,,ta
"""


def demo_sign_ins() -> list[str]:
    """Lines that tell how to sign in: address, password and what there is to see."""
    width = max(len(account.email) for account in DEMO_ACCOUNTS)
    lines = [f"{account.email:<{width}}  {account.what}" for account in DEMO_ACCOUNTS]
    return [*lines, f"The password of all of them is: {PASSWORD}"]
