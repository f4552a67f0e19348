"""Who may see and do what: the whole policy on one page.

A permission is a list of ways in; a way in is a list of named facts that must all be true. The
functions are pure: whoever asks first gathers the facts about one person and one object into an
``Identity``. ``docs/permissions.md`` is printed from this file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

STUDENT: Final = "student"
TA: Final = "ta"
INSTRUCTOR: Final = "instructor"


@dataclass(frozen=True, slots=True)
class Identity:
    """The facts about one person in front of one object.

    Attributes:
        signed_in: Has an account, is active and signed in.
        operator: Runs the site. Gives no sight of students' work.
        teaches: Is an instructor of at least one course, not necessarily of this one.
        role: Role in the course of the object: ``student``, ``ta``, ``instructor`` or None.
        own_team: Is a member of the team that the object belongs to.
        published: The assignment that the object belongs to is open to students.
        accepting: The assignment has begun and does not yet refuse work.
        own_thread: Began the thread that is asked about.
        own_comment: Wrote the comment that is asked about.
        assigned: Was given the object to review or to mark.
        released: What was said about the object may be seen by those it is about.
        graded_by_me: Gave the object a mark.
    """

    signed_in: bool = False
    operator: bool = False
    teaches: bool = False
    role: str | None = None
    own_team: bool = False
    published: bool = False
    accepting: bool = False
    own_thread: bool = False
    own_comment: bool = False
    assigned: bool = False
    released: bool = False
    graded_by_me: bool = False


ANONYMOUS: Final = Identity()


def anyone(_who: Identity) -> bool:
    """Everybody, signed in or not."""
    return True


def signed_in(who: Identity) -> bool:
    """Signed in."""
    return who.signed_in


def operator(who: Identity) -> bool:
    """Runs the site."""
    return who.signed_in and who.operator


def teaches(who: Identity) -> bool:
    """Is an instructor of some course."""
    return who.signed_in and who.teaches


def member(who: Identity) -> bool:
    """Has a role in the course."""
    return who.signed_in and who.role is not None


def student(who: Identity) -> bool:
    """Is a student of the course."""
    return who.signed_in and who.role == STUDENT


def instructor(who: Identity) -> bool:
    """Is an instructor of the course."""
    return who.signed_in and who.role == INSTRUCTOR


def staff(who: Identity) -> bool:
    """Is a teaching assistant or an instructor of the course."""
    return who.signed_in and who.role in (TA, INSTRUCTOR)


def own_team(who: Identity) -> bool:
    """Belongs to the team that the object belongs to."""
    return who.signed_in and who.own_team


def published(who: Identity) -> bool:
    """The assignment is published."""
    return who.published


def accepting(who: Identity) -> bool:
    """The assignment has begun and still takes work."""
    return who.accepting


def own_thread(who: Identity) -> bool:
    """Began the thread."""
    return who.signed_in and who.own_thread


def own_comment(who: Identity) -> bool:
    """Wrote the comment."""
    return who.signed_in and who.own_comment


def assigned(who: Identity) -> bool:
    """Was given the object to review or to mark."""
    return who.signed_in and who.assigned


def released(who: Identity) -> bool:
    """What was said about the object may be seen by those it is about."""
    return who.released


def graded_by_me(who: Identity) -> bool:
    """Gave the object a mark."""
    return who.signed_in and who.graded_by_me


Predicate = Callable[[Identity], bool]
Ways = tuple[tuple[Predicate, ...], ...]

PERMISSIONS: Final[Mapping[str, Ways]] = MappingProxyType(
    {
        "check.see": ((anyone,),),
        "account.use": ((signed_in,),),
        "course.create": ((teaches,), (operator,)),
        "course.join": ((signed_in,),),
        "course.see": ((member,), (operator,)),
        "course.edit": ((instructor,),),
        "people.see": ((staff,), (operator,)),
        "people.change": ((instructor,), (operator,)),
        "team.create": ((student,),),
        "team.join": ((student,),),
        "team.see": ((student, own_team), (staff,)),
        "team.edit": ((student, own_team), (staff,)),
        "assignment.see": ((member, published), (staff,)),
        "assignment.edit": ((instructor,),),
        "submission.list": ((staff,),),
        "submission.see": ((student, own_team), (staff,)),
        "revision.upload": ((student, own_team, published, accepting),),
        "run.recheck": ((student, own_team), (staff,)),
        "finding.reply": ((student, own_team),),
        "preview.see": ((staff,),),
        "thread.write": ((student, own_team), (staff,)),
        "thread.address": ((student, own_team),),
        "thread.judge": ((staff,), (student, own_team, own_thread)),
        "thread.place": ((staff,), (student, own_team, own_thread)),
        "action.change": ((student, own_team), (staff,)),
        "comment.edit": ((student, own_team, own_comment), (staff, own_comment)),
        "status.see": ((operator,),),
    }
)

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "check.see": "Read the public pages about the checks.",
        "account.use": "Use the own account: settings, password, API tokens.",
        "course.create": "Make a new course.",
        "course.join": "Join a course by its link.",
        "course.see": "Open the page of a course.",
        "course.edit": "Change the title, text and join link of a course.",
        "people.see": "See who is in a course, with roles, sections and teams.",
        "people.change": "Change roles and import a roster.",
        "team.create": "Make a team.",
        "team.join": "Join a team by its code.",
        "team.see": "See a team with its members and its code.",
        "team.edit": "Rename a team.",
        "assignment.see": "Open an assignment: brief, dates, rubric.",
        "assignment.edit": "Make, change and publish assignments.",
        "submission.list": "See the list of everything that was handed in.",
        "submission.see": "Read a submission: documents, what we read, reports, comparison.",
        "revision.upload": "Hand in a revision.",
        "run.recheck": "Ask for the checks to run again.",
        "finding.reply": "Reply to a finding.",
        "preview.see": "See results of checks that are still in preview.",
        "thread.write": "Begin threads, reply, attach files, publish; import annotations.",
        "thread.address": "Mark a thread as addressed.",
        "thread.judge": "Verify, reopen or drop a thread.",
        "thread.place": "Say where a thread stands in a new revision, or that its place is gone.",
        "action.change": "Put a thread on the action list, take it off, name its owner.",
        "comment.edit": "Change a published comment; discard or change a draft.",
        "status.see": "See the state of workers and queues.",
    }
)


def allows(permission: str, who: Identity) -> bool:
    """Whether ``who`` has ``permission``.

    Raises:
        KeyError: There is no such permission; a typing mistake must never open a door.
    """
    return any(all(fact(who) for fact in way) for way in PERMISSIONS[permission])
