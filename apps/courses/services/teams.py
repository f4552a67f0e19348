"""Teams: who hands in together. A person alone is a team of one."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Max

from apps.accounts.models import User
from apps.activity import services as activity
from apps.courses import hooks
from apps.courses.models import Assignment, Course, Team, TeamMember
from apps.courses.services.errors import CourseError

_DEFAULT_SIZE = 4


def team_for(user: User, course: Course) -> Team:
    """The team of ``user`` in ``course``; somebody without one gets a team of one."""
    found = _team_of(user, course)
    if found:
        return found
    try:
        with transaction.atomic():
            return _make(user, course, user.name or user.email.split("@")[0])
    except IntegrityError:
        # Another request of the same person made it between our look and our write.
        found = _team_of(user, course)
        if found is None:
            raise
        return found


@transaction.atomic
def team_create(*, actor: User, course: Course, name: str) -> Team:
    """Make a team with ``actor`` as its first member.

    Raises:
        CourseError: The name is taken, or the present team of ``actor`` cannot be left.
    """
    _name_must_be_free(course, name)
    _leave(actor, course)
    return _make(actor, course, name)


@transaction.atomic
def team_rename(*, actor: User, team: Team, name: str) -> Team:
    """Give the team another name.

    Raises:
        CourseError: The name is taken.
    """
    if name == team.name:
        return team
    _name_must_be_free(team.course, name, but=team)
    old, team.name = team.name, name
    team.save(update_fields=["name"])
    activity.record(
        actor=actor,
        verb="team.renamed",
        obj=team,
        course=team.course,
        data={"name": name, "old_name": old, "team_id": team.public_id},
    )
    return team


@transaction.atomic
def team_join(*, actor: User, team: Team) -> TeamMember:
    """Become a member of ``team``; who is in it already stays in it.

    Raises:
        CourseError: The team is full, or the present team of ``actor`` cannot be left.
    """
    # The row lock keeps two people from taking the last place together.
    Team.objects.select_for_update().get(pk=team.pk)
    known = TeamMember.objects.filter(team=team, user=actor).first()
    if known:
        return known
    limit = team_limit(team.course)
    if team.memberships.count() >= limit:
        raise CourseError(
            f"{team.name} is full: teams of this course have at most {limit} people. "
            "Ask the team or an instructor."
        )
    _leave(actor, team.course)
    membership = TeamMember.objects.create(team=team, user=actor, course=team.course)
    activity.record(
        actor=actor,
        verb="team.joined",
        obj=team,
        course=team.course,
        data={"name": team.name, "team_id": team.public_id},
    )
    return membership


def team_limit(course: Course) -> int:
    """The greatest number of people in a team: what the most generous assignment allows."""
    sizes = Assignment.objects.filter(course=course).aggregate(size=Max("team_size"))
    return sizes["size"] or _DEFAULT_SIZE


def _team_of(user: User, course: Course) -> Team | None:
    membership = TeamMember.objects.filter(user=user, course=course).select_related("team").first()
    return membership.team if membership else None


def _make(user: User, course: Course, name: str) -> Team:
    team = Team.objects.create(course=course, name=name[:80])
    TeamMember.objects.create(team=team, user=user, course=course)
    activity.record(
        actor=user,
        verb="team.created",
        obj=team,
        course=course,
        data={"name": team.name, "team_id": team.public_id},
    )
    return team


def _leave(user: User, course: Course) -> None:
    """Take ``user`` out of the present team, unless that would part them from handed-in work."""
    membership = TeamMember.objects.filter(user=user, course=course).select_related("team").first()
    if membership is None:
        return
    if any(has_work(membership.team) for has_work in hooks.team_has_work):
        raise CourseError(
            f"You have already handed in with {membership.team.name}, so you stay in it. "
            "Let the others join you by your team's code, or ask an instructor."
        )
    membership.delete()


def _name_must_be_free(course: Course, name: str, but: Team | None = None) -> None:
    others = Team.objects.filter(course=course, name__iexact=name, memberships__isnull=False)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise CourseError(f"There is already a team called “{name}” here. Choose another name.")
