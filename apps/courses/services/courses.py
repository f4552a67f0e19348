"""Courses and the people in them."""

from __future__ import annotations

from django.db import transaction

from apps.accounts.models import User
from apps.activity import services as activity
from apps.common.ids import new_public_id
from apps.courses.models import Course, Enrollment, Role
from apps.courses.services.errors import CourseError


@transaction.atomic
def course_create(
    *, actor: User, title: str, term: str = "", about: str = "", time_zone: str = "UTC"
) -> Course:
    """Make a course; who makes it becomes its instructor."""
    course = Course.objects.create(title=title, term=term, about=about, time_zone=time_zone)
    Enrollment.objects.create(course=course, user=actor, role=Role.INSTRUCTOR)
    activity.record(
        actor=actor, verb="course.created", obj=course, course=course, data={"title": title}
    )
    return course


@transaction.atomic
def course_update(  # noqa: PLR0913 - one argument for each field
    *,
    actor: User,
    course: Course,
    title: str,
    term: str,
    about: str,
    time_zone: str,
    join_open: bool,
) -> Course:
    """Change what a course says about itself and whether its join link works."""
    new = {
        "title": title,
        "term": term,
        "about": about,
        "time_zone": time_zone,
        "join_open": join_open,
    }
    changed = [name for name, value in new.items() if getattr(course, name) != value]
    if not changed:
        return course
    for name in changed:
        setattr(course, name, new[name])
    course.save(update_fields=changed)
    activity.record(
        actor=actor,
        verb="course.updated",
        obj=course,
        course=course,
        data={"title": title, "fields": changed},
    )
    return course


@transaction.atomic
def join_link_renew(*, actor: User, course: Course) -> Course:
    """Give the course a new join link; the old one stops working at once."""
    course.join_code = new_public_id()
    course.save(update_fields=["join_code"])
    activity.record(
        actor=actor,
        verb="course.join_link_renewed",
        obj=course,
        course=course,
        data={"title": course.title},
    )
    return course


@transaction.atomic
def course_join(*, user: User, course: Course) -> Enrollment:
    """Become a student of the course; who is in it already keeps the role.

    Raises:
        CourseError: The join link is turned off.
    """
    known = Enrollment.objects.filter(course=course, user=user).first()
    if known:
        return known
    if not course.join_open:
        raise CourseError(
            f"{course.title} does not take new people by its link now. "
            "Ask an instructor to turn the link on or to put you on the roster."
        )
    enrollment, made = Enrollment.objects.get_or_create(
        course=course, user=user, defaults={"role": Role.STUDENT}
    )
    if made:
        activity.record(
            actor=user,
            verb="course.joined",
            obj=course,
            course=course,
            data={"title": course.title},
        )
    return enrollment


@transaction.atomic
def role_change(*, actor: User, enrollment: Enrollment, role: str) -> Enrollment:
    """Give a person of the course another role.

    Raises:
        CourseError: It would leave the course without an instructor, or there is no such role.
    """
    if role not in Role.values:
        raise CourseError(f"There is no role “{role}”. Choose one of: {', '.join(Role.values)}.")
    old = enrollment.role
    if old == role:
        return enrollment
    others = Enrollment.objects.select_for_update().filter(
        course=enrollment.course, role=Role.INSTRUCTOR
    )
    if old == Role.INSTRUCTOR and not others.exclude(pk=enrollment.pk).exists():
        raise CourseError(
            f"{enrollment.user} is the only instructor of this course, so the role stays. "
            "Make somebody else an instructor first."
        )
    enrollment.role = role
    enrollment.save(update_fields=["role"])
    activity.record(
        actor=actor,
        verb="role.changed",
        obj=enrollment.user,
        course=enrollment.course,
        data={
            "person": str(enrollment.user),
            "old_role": Role(old).label.lower(),
            "new_role": Role(role).label.lower(),
        },
    )
    return enrollment
