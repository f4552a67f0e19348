"""Questions that this layer asks and higher layers answer.

Courses know nothing of submissions. Apps above fill these lists in their ``AppConfig.ready``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from apps.accounts.models import User
from apps.common.hooks import Hook
from apps.courses.models import Assignment, Enrollment, Team


@dataclass(frozen=True)
class Turn:
    """One thing that waits for a person: a line of "Your turn".

    Attributes:
        title: What to do, as a sentence that begins with a verb.
        text: Where and why, in one line.
        url: Where it is done.
        action: The word on the button.
        since: Since when it waits; the oldest is shown first.
        when: The same in words, or the date until which it must be done.
        tone: Name of a tone of the design tokens.
        icon: Name of an icon.
        as_staff: Whether it waits for the person as staff.
        course: The course, as a heading.
    """

    title: str
    text: str
    url: str
    action: str
    since: datetime
    when: str
    tone: str
    icon: str
    as_staff: bool
    course: str


@dataclass(frozen=True)
class WorkState:
    """Where the work on an assignment stands for one person: a badge and a sentence."""

    tone: str
    icon: str
    label: str
    text: str = ""


TurnSource = Callable[[User, list[Enrollment]], list[Turn]]
WorkSource = Callable[[User, list[Enrollment], list[Assignment]], dict[int, WorkState]]

turn_sources: Hook[TurnSource] = Hook()
work_sources: Hook[WorkSource] = Hook()
team_has_work: Hook[Callable[[Team], bool]] = Hook()
