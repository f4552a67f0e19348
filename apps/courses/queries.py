"""What the pages about courses show, each with a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Case, Count, Prefetch, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.activity.queries import Line, events_in_courses, feed, line_of
from apps.courses import hooks
from apps.courses.hooks import Turn, WorkState
from apps.courses.models import (
    STAFF_ROLES,
    Assignment,
    Course,
    Enrollment,
    Role,
    Team,
    TeamMember,
)

FEED_LENGTH = 8


@dataclass(frozen=True)
class AssignmentRow:
    """An assignment in a list, with where the work stands for the reader."""

    assignment: Assignment
    work: WorkState | None
    window: str


@dataclass(frozen=True)
class CourseCard:
    """A course in the list of a person's courses."""

    enrollment: Enrollment
    team: Team | None
    rows: list[AssignmentRow]

    @property
    def course(self) -> Course:
        """The course itself."""
        return self.enrollment.course

    @property
    def is_staff(self) -> bool:
        """Whether the reader is a teaching assistant or an instructor here."""
        return self.enrollment.role in STAFF_ROLES


@dataclass(frozen=True)
class TurnGroup:
    """Things that wait for a person in one course and role."""

    heading: str
    course: str
    turns: list[Turn]


@dataclass(frozen=True)
class HomePage:
    """The home page of a signed-in person."""

    groups: list[TurnGroup]
    cards: list[CourseCard]
    lines: list[Line]

    @property
    def count(self) -> int:
        """How many things wait."""
        return sum(len(group.turns) for group in self.groups)

    @property
    def zone(self) -> str:
        """The time zone of what happened lately: that of the newest course."""
        return self.cards[0].course.time_zone if self.cards else "UTC"


def enrollments_of(user: User) -> QuerySet[Enrollment]:
    """The courses of a person with their role, newest course first; ``students`` is a count."""
    students = Count("course__enrollments", filter=Q(course__enrollments__role=Role.STUDENT))
    return (
        Enrollment.objects.filter(user=user)
        .select_related("course")
        .annotate(students=students)
        .order_by("-course__created_at", "-course_id")
    )


def visible_assignments(enrollments: Iterable[Enrollment]) -> QuerySet[Assignment]:
    """The assignments that the holder of these enrollments may see, by deadline."""
    staff_in = [e.course_id for e in enrollments if e.role in STAFF_ROLES]
    student_in = [e.course_id for e in enrollments if e.role not in STAFF_ROLES]
    mine = Q(course__in=staff_in) | Q(course__in=student_in, published=True)
    return (
        Assignment.objects.filter(mine).select_related("course", "rubric").order_by("due_at", "id")
    )


def home_page(user: User) -> HomePage:
    """Your turn, my courses, and what happened lately."""
    enrollments = list(enrollments_of(user))
    assignments = list(visible_assignments(enrollments))
    memberships = TeamMember.objects.filter(user=user).select_related("team")
    teams = {membership.course_id: membership.team for membership in memberships}
    groups = turn_groups(user, enrollments, assignments)
    states = _work_states(user, enrollments, assignments)
    return HomePage(
        groups=groups,
        cards=[
            CourseCard(
                enrollment=enrollment,
                team=teams.get(enrollment.course_id),
                rows=_rows(enrollment, assignments, states),
            )
            for enrollment in enrollments
        ],
        lines=_lately(user, enrollments, teams.values()),
    )


def turn_groups(
    user: User, enrollments: list[Enrollment], assignments: list[Assignment]
) -> list[TurnGroup]:
    """What waits for ``user``, by role and course, the oldest first in each."""
    turns = _own_turns(enrollments, assignments)
    for source in hooks.turn_sources:
        turns += source(user, enrollments)
    turns.sort(key=lambda turn: (turn.as_staff, turn.course, turn.since))
    return [
        TurnGroup("As course staff" if staff else "As a student", course, list(found))
        for (staff, course), found in groupby(turns, key=lambda turn: (turn.as_staff, turn.course))
    ]


def _own_turns(enrollments: list[Enrollment], assignments: list[Assignment]) -> list[Turn]:
    """What an instructor still has to set up."""
    by_course: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in assignments:
        by_course[assignment.course_id].append(assignment)
    turns = []
    for enrollment in enrollments:
        if enrollment.role != Role.INSTRUCTOR:
            continue
        course = enrollment.course
        if not by_course[course.pk]:
            turns.append(_first_assignment_turn(course))
        turns += [
            _publish_turn(assignment)
            for assignment in by_course[course.pk]
            if not assignment.published
        ]
    return turns


def _first_assignment_turn(course: Course) -> Turn:
    return Turn(
        title="Make the first assignment",
        text="Students can join already; they can hand in when an assignment is published.",
        url=reverse("courses:assignment_new", args=[course.public_id]),
        action="Make it",
        since=course.created_at,
        when="",
        tone="accent",
        icon="plus",
        as_staff=True,
        course=course.title,
    )


def _publish_turn(assignment: Assignment) -> Turn:
    return Turn(
        title=f"Publish {assignment.title}",
        text="Students do not see it yet. Look through brief, dates and rubric, then publish.",
        url=reverse("courses:assignment_edit", args=[assignment.public_id]),
        action="Look through",
        since=assignment.opens_at,
        when="",
        tone="warning",
        icon="send",
        as_staff=True,
        course=assignment.course.title,
    )


def _work_states(
    user: User, enrollments: list[Enrollment], assignments: list[Assignment]
) -> dict[int, WorkState]:
    """Where the work stands, by assignment; each source is asked once for all of them."""
    states: dict[int, WorkState] = {}
    for source in hooks.work_sources:
        states |= source(user, enrollments, assignments)
    return states


def _rows(
    enrollment: Enrollment, assignments: Iterable[Assignment], states: dict[int, WorkState]
) -> list[AssignmentRow]:
    now = timezone.now()
    mine = [a for a in assignments if a.course_id == enrollment.course_id]
    # The next deadline first; behind them those that have passed, the latest first.
    mine.sort(key=lambda a: (a.due_at < now, abs(a.due_at - now)))
    return [AssignmentRow(a, states.get(a.pk), window_words(a, now)) for a in mine]


def window_words(assignment: Assignment, now: datetime) -> str:
    """Where ``now`` lies in the window of an assignment, in a word or two."""
    if now < assignment.opens_at:
        return "not open yet"
    if now <= assignment.due_at:
        return "open"
    if assignment.closes_at is not None and now > assignment.closes_at:
        return "closed"
    return "past the deadline, late work is taken"


def _lately(user: User, enrollments: list[Enrollment], teams: Iterable[Team]) -> list[Line]:
    staff_courses = [e.course.public_id for e in enrollments if e.role in STAFF_ROLES]
    events = feed(user, staff_courses=staff_courses, teams=[team.public_id for team in teams])
    return [line_of(event, reader_id=user.pk) for event in events[:FEED_LENGTH]]


@dataclass(frozen=True)
class CoursePage:
    """The page of one course for one reader."""

    course: Course
    enrollment: Enrollment | None
    rows: list[AssignmentRow]
    team: Team | None
    staff: list[Enrollment]
    students: int
    teams: int
    lines: list[Line]

    @property
    def is_staff(self) -> bool:
        """Whether the reader is a teaching assistant or an instructor here."""
        return self.enrollment is not None and self.enrollment.role in STAFF_ROLES


def course_page(user: User, course: Course) -> CoursePage:
    """Everything that the page of ``course`` shows to ``user``."""
    people = list(
        Enrollment.objects.filter(course=course)
        .filter(Q(user=user) | Q(role__in=STAFF_ROLES))
        .select_related("user", "course")
        .order_by("role", "user__name")
    )
    mine = next((entry for entry in people if entry.user_id == user.pk), None)
    assignments = list(visible_assignments([mine])) if mine else []
    states = _work_states(user, [mine], assignments) if mine else {}
    is_staff = mine is not None and mine.role in STAFF_ROLES
    lines = events_in_courses([course.public_id])[:FEED_LENGTH] if is_staff else []
    return CoursePage(
        course=course,
        enrollment=mine,
        rows=_rows(mine, assignments, states) if mine else [],
        team=team_of(user, course),
        staff=[entry for entry in people if entry.role in STAFF_ROLES],
        students=course.enrollments.filter(role=Role.STUDENT).count(),
        teams=Team.objects.filter(course=course, memberships__isnull=False).distinct().count(),
        lines=[line_of(event, reader_id=user.pk) for event in lines],
    )


def team_of(user: User, course: Course) -> Team | None:
    """The team of ``user`` with its members, or None."""
    members = Prefetch("members", queryset=User.objects.order_by("name"))
    return (
        Team.objects.filter(memberships__user=user, course=course).prefetch_related(members).first()
    )


def people_of(course: Course, *, search: str = "", role: str = "") -> QuerySet[Enrollment]:
    """Who is in the course, staff first, then by name; ``search`` looks at name, address, team."""
    people = Enrollment.objects.filter(course=course).select_related("user")
    if role in Role.values:
        people = people.filter(role=role)
    if search:
        in_team = TeamMember.objects.filter(course=course, team__name__icontains=search)
        people = people.filter(
            Q(user__name__icontains=search)
            | Q(user__email__icontains=search)
            | Q(student_id__icontains=search)
            | Q(section__iexact=search)
            | Q(user__in=in_team.values("user"))
        )
    rank = Case(
        When(role=Role.INSTRUCTOR, then=Value(0)),
        When(role=Role.TA, then=Value(1)),
        default=Value(2),
    )
    return people.order_by(rank, "user__name", "user__email")


def team_names(course: Course, user_ids: Iterable[int]) -> dict[int, str]:
    """User id -> name of the team, for one page of people."""
    memberships = TeamMember.objects.filter(course=course, user__in=list(user_ids))
    return dict(memberships.values_list("user_id", "team__name"))


def people_before(team: Team) -> QuerySet[User]:
    """Who may see the work of a team: its members and the staff of the course, by name."""
    staff = Enrollment.objects.filter(course=team.course_id, role__in=STAFF_ROLES)
    members = TeamMember.objects.filter(team=team)
    return User.objects.filter(
        Q(pk__in=staff.values("user")) | Q(pk__in=members.values("user")), is_active=True
    ).order_by("name", "pk")


def team_members(team: Team) -> QuerySet[User]:
    """The members of a team, by name."""
    return User.objects.filter(team_memberships__team=team).order_by("name", "pk")
