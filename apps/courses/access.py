"""The guarded entries to courses, teams and assignments.

``…_for(user, id)`` gives the object, or raises ``Http404`` when ``user`` may not even see it, and
``PermissionDenied`` when seeing is allowed but not what was asked.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from apps.accounts.access import site_identity
from apps.accounts.models import User
from apps.accounts.policy import Identity, allows
from apps.courses.models import Assignment, Course, Enrollment, Role, Team, TeamMember

Person = User | AnonymousUser


def identity_in(
    user: Person,
    course: Course,
    *,
    team: Team | None = None,
    assignment: Assignment | None = None,
    now: datetime | None = None,
) -> Identity:
    """The facts about ``user`` in front of an object of ``course``.

    Without ``team`` a student is asked about work of their own: ``own_team`` is then true.
    """
    site = site_identity(user)
    if not isinstance(user, User) or not site.signed_in:
        return site
    role = Enrollment.objects.filter(course=course, user=user).values_list("role", flat=True)
    return Identity(
        signed_in=True,
        operator=site.operator,
        teaches=site.teaches,
        role=role.first(),
        own_team=team is None or TeamMember.objects.filter(team=team, user=user).exists(),
        published=assignment is not None and assignment.published,
        accepting=assignment is not None and is_accepting(assignment, now or timezone.now()),
    )


def is_accepting(assignment: Assignment, now: datetime) -> bool:
    """Whether work can be handed in at ``now``; late work is taken until the cut-off."""
    return assignment.opens_at <= now and (
        assignment.closes_at is None or now <= assignment.closes_at
    )


def require(identity: Identity, permission: str, *, see: str) -> None:
    """Let through, or refuse in the right way.

    Raises:
        Http404: The person may not see the object at all.
        PermissionDenied: The person may see it, but lacks ``permission``.
    """
    if allows(permission, identity):
        return
    if permission != see and allows(see, identity):
        raise PermissionDenied(permission)
    raise Http404


def site_allows(user: Person, permission: str) -> bool:
    """Whether ``user`` has a permission that concerns no particular course."""
    return allows(permission, with_teaching(user))


def with_teaching(user: Person) -> Identity:
    """The facts about ``user`` on the site, with whether they teach somewhere."""
    site = site_identity(user)
    if not isinstance(user, User) or not site.signed_in:
        return site
    teaches = Enrollment.objects.filter(user=user, role=Role.INSTRUCTOR).exists()
    return Identity(signed_in=True, operator=site.operator, teaches=teaches)


def course_for(user: Person, public_id: str, permission: str = "course.see") -> Course:
    """The course, guarded by ``permission``."""
    course = Course.objects.filter(public_id=public_id).first()
    if course is None:
        raise Http404
    require(identity_in(user, course), permission, see="course.see")
    return course


def course_by_code(join_code: str) -> Course:
    """The course of a join link; whoever has the link may see its title."""
    course = Course.objects.filter(join_code=join_code).first()
    if course is None:
        raise Http404
    return course


def assignment_for(user: Person, public_id: str, permission: str = "assignment.see") -> Assignment:
    """The assignment, guarded by ``permission``."""
    assignment = (
        Assignment.objects.filter(public_id=public_id).select_related("course", "rubric").first()
    )
    if assignment is None:
        raise Http404
    identity = identity_in(user, assignment.course, assignment=assignment)
    require(identity, permission, see="assignment.see")
    return assignment


def team_for_code(user: Person, course: Course, code: str) -> Team:
    """The team with this invite code; only who could join the course's teams may look."""
    require(identity_in(user, course), "team.join", see="course.see")
    team = Team.objects.filter(course=course, invite_code=code.strip()).first()
    if team is None:
        raise Http404
    return team


def team_guarded(user: Person, public_id: str, permission: str = "team.see") -> Team:
    """The team, guarded by ``permission``."""
    team = Team.objects.filter(public_id=public_id).select_related("course").first()
    if team is None:
        raise Http404
    require(identity_in(user, team.course, team=team), permission, see="team.see")
    return team


def enrollment_for(user: Person, course: Course, person_id: str, permission: str) -> Enrollment:
    """The role of the person with public id ``person_id`` in ``course``."""
    require(identity_in(user, course), permission, see="course.see")
    enrollment = (
        Enrollment.objects.filter(course=course, user__public_id=person_id)
        .select_related("user", "course")
        .first()
    )
    if enrollment is None:
        raise Http404
    return enrollment
