"""People, courses, teams and assignments."""

from __future__ import annotations

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from apps.accounts.models import User
from apps.courses.models import Assignment, Course, Enrollment, Role, Rubric, Team, TeamMember
from apps.courses.services import rubric_pin

PASSWORD = "a long password for tests"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        django_get_or_create = ("email",)
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        found = User.objects.filter(email=kwargs["email"]).first()
        return found or User.objects.create_user(password=PASSWORD, **kwargs)


class CourseFactory(DjangoModelFactory):
    class Meta:
        model = Course

    title = "AI Systems Engineering"
    term = "Autumn 2026"


class EnrollmentFactory(DjangoModelFactory):
    class Meta:
        model = Enrollment

    course = factory.SubFactory(CourseFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.STUDENT


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = Team

    course = factory.SubFactory(CourseFactory)
    name = factory.Sequence(lambda n: f"Team {n}")


class RubricFactory(DjangoModelFactory):
    class Meta:
        model = Rubric

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return rubric_pin()


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    course = factory.SubFactory(CourseFactory)
    title = "Project 1"
    brief = "Design a system for **100K** requests per second."
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=7))
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    rubric = factory.SubFactory(RubricFactory)
    published = True


def enroll(course, name, role=Role.STUDENT, **user):
    """A person called ``name`` in ``course``."""
    email = f"{name.lower().replace(' ', '.')}@example.org"
    person = UserFactory(name=name, email=email, **user)
    Enrollment.objects.get_or_create(course=course, user=person, defaults={"role": role})
    return person


def team_with(course, name, *people):
    """A team called ``name`` of these people."""
    team = TeamFactory(course=course, name=name)
    for person in people:
        TeamMember.objects.create(team=team, user=person, course=course)
    return team
