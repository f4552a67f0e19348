"""Putting a roster into a course: first as a plan that can be shown, then for real."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from apps.accounts.models import User
from apps.activity import services as activity
from apps.courses import hooks
from apps.courses.models import Course, Enrollment, Role, Team, TeamMember
from apps.courses.roster import Problem, Roster, RosterRow
from apps.courses.services.errors import CourseError


@dataclass(frozen=True)
class PlannedRow:
    """What one line of the file would change; ``changes`` are (what, old, new)."""

    row: RosterRow
    added: bool
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class ImportResult:
    """A whole plan. It is applied only when there are no problems; nobody is ever removed."""

    added: tuple[PlannedRow, ...]
    changed: tuple[PlannedRow, ...]
    same: tuple[PlannedRow, ...]
    problems: tuple[Problem, ...]
    missing: int


@dataclass
class _Known:
    """The present state of a course, read with a constant number of queries."""

    users: dict[str, User]
    enrollments: dict[int, Enrollment]
    teams: dict[int, Team]
    locked: set[int] = field(default_factory=set)


def roster_plan(course: Course, roster: Roster) -> ImportResult:
    """What an import of ``roster`` would do; nothing is stored."""
    known = _known(course, roster)
    planned = [_plan_row(row, known) for row in roster.rows]
    problems = [*roster.problems, *_plan_problems(planned, known)]
    staying = {enrollment.user_id for enrollment in known.enrollments.values()}
    named = {known.users[row.email].pk for row in roster.rows if row.email in known.users}
    return ImportResult(
        added=tuple(plan for plan in planned if plan.added),
        changed=tuple(plan for plan in planned if not plan.added and plan.changes),
        same=tuple(plan for plan in planned if not plan.added and not plan.changes),
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
        missing=len(staying - named),
    )


@transaction.atomic
def roster_import(*, actor: User, course: Course, roster: Roster) -> ImportResult:
    """Apply a roster: make accounts that are missing, enroll, set sections and teams.

    New accounts have no password; their owners set one by "Forgot your password?".

    Raises:
        CourseError: The roster has problems; nothing is stored.
    """
    plan = roster_plan(course, roster)
    if plan.problems:
        raise CourseError(
            f"Nothing was stored: {len(plan.problems)} lines of the roster need a change first."
        )
    teams = {team.name.lower(): team for team in Team.objects.filter(course=course)}
    for planned in (*plan.added, *plan.changed):
        user = _user_of(planned.row)
        _enroll(course, user, planned.row)
        if planned.row.team:
            _put_in_team(course, user, planned.row.team, teams)
    activity.record(
        actor=actor,
        verb="roster.imported",
        obj=course,
        course=course,
        data={
            "added": len(plan.added),
            "changed": len(plan.changed),
            "changes": [
                {"email": planned.row.email, "changes": planned.changes} for planned in plan.changed
            ],
        },
    )
    return plan


def _known(course: Course, roster: Roster) -> _Known:
    users = User.objects.filter(email__in=[row.email for row in roster.rows])
    memberships = TeamMember.objects.filter(course=course).select_related("team")
    known = _Known(
        users={user.email.lower(): user for user in users},
        enrollments={
            enrollment.user_id: enrollment
            for enrollment in Enrollment.objects.filter(course=course)
        },
        teams={membership.user_id: membership.team for membership in memberships},
    )
    moving = {
        team.pk: team
        for row in roster.rows
        if (user := known.users.get(row.email))
        and (team := known.teams.get(user.pk))
        and row.team
        and team.name.lower() != row.team.lower()
    }
    known.locked = {
        pk for pk, team in moving.items() if any(work(team) for work in hooks.team_has_work)
    }
    return known


def _plan_row(row: RosterRow, known: _Known) -> PlannedRow:
    user = known.users.get(row.email)
    enrollment = known.enrollments.get(user.pk) if user else None
    if user is None or enrollment is None:
        return PlannedRow(row, added=True, changes=())
    team = known.teams.get(user.pk)
    pairs = (
        ("name", user.name, row.name if not user.name else user.name),
        ("role", enrollment.role, row.role or ""),
        ("section", enrollment.section, row.section),
        ("student_id", enrollment.student_id, row.student_id),
        ("team", team.name if team else "", row.team),
    )
    # An empty cell says nothing; it never empties a field. A person's own name is theirs to change.
    changes = tuple(pair for pair in pairs if pair[2] and pair[1].lower() != pair[2].lower())
    return PlannedRow(row, added=False, changes=changes)


def _plan_problems(planned: list[PlannedRow], known: _Known) -> list[Problem]:
    problems = []
    for plan in planned:
        user = known.users.get(plan.row.email)
        team = known.teams.get(user.pk) if user else None
        moves = any(what == "team" for what, _, _ in plan.changes)
        if moves and team is not None and team.pk in known.locked:
            text = (
                f"{plan.row.email} has handed in with {team.name} and stays in it. "
                "Write that team, or leave the cell empty."
            )
            problems.append(Problem(plan.row.line, "team", text))
    after = {user_id: entry.role for user_id, entry in known.enrollments.items()}
    had = Role.INSTRUCTOR in after.values()
    for plan in planned:
        if user := known.users.get(plan.row.email):
            after[user.pk] = plan.row.role or after.get(user.pk, Role.STUDENT)
    if had and Role.INSTRUCTOR not in after.values():
        text = "After this import the course would have no instructor. Give somebody that role."
        problems.append(Problem(1, "role", text))
    return problems


def _user_of(row: RosterRow) -> User:
    user = User.objects.filter(email__iexact=row.email).first()
    if user is None:
        return User.objects.create_user(row.email, name=row.name)
    if row.name and not user.name:
        user.name = row.name
        user.save(update_fields=["name"])
    return user


def _enroll(course: Course, user: User, row: RosterRow) -> None:
    enrollment, _ = Enrollment.objects.get_or_create(
        course=course, user=user, defaults={"role": row.role or Role.STUDENT}
    )
    enrollment.role = row.role or enrollment.role
    enrollment.section = row.section or enrollment.section
    enrollment.student_id = row.student_id or enrollment.student_id
    enrollment.save()


def _put_in_team(course: Course, user: User, name: str, teams: dict[str, Team]) -> None:
    team = teams.get(name.lower())
    if team is None:
        team = teams[name.lower()] = Team.objects.create(course=course, name=name)
    TeamMember.objects.update_or_create(course=course, user=user, defaults={"team": team})
