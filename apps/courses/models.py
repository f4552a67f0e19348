"""Courses, who is in them, teams, rubrics as values, assignments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from apps.common.constraints import holds, in_order, known
from apps.common.ids import PublicIdModel, new_public_id


class Role(models.TextChoices):
    """Roles in a course. Peer and marker are not roles: they come from an allocation."""

    STUDENT = "student", "Student"
    TA = "ta", "Teaching assistant"
    INSTRUCTOR = "instructor", "Instructor"


STAFF_ROLES = (Role.TA, Role.INSTRUCTOR)


class Course(PublicIdModel):
    """A course in one term. Whoever opens the join link becomes a student."""

    title = models.CharField(max_length=160)
    term = models.CharField(max_length=40, blank=True)
    about = models.TextField(blank=True, help_text="Markdown, shown on the course page.")
    time_zone = models.CharField(max_length=64, default="UTC")
    join_code = models.CharField(max_length=26, unique=True, default=new_public_id)
    join_open = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the course."""
        return reverse("courses:course", args=[self.public_id])


class Enrollment(models.Model):
    """A person's role in a course."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="enrollments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrollments"
    )
    role = models.CharField(max_length=12, choices=Role.choices)
    section = models.CharField(max_length=40, blank=True)
    student_id = models.CharField(max_length=40, blank=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "user"], name="courses_enrollment_once"),
            known("role", Role),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.role}"


class Team(PublicIdModel):
    """Who hands in together; a person alone is a team of one."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=80)
    invite_code = models.CharField(max_length=26, unique=True, default=new_public_id)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="TeamMember", related_name="teams"
    )

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """Membership in a team; one team per person and course."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="team_memberships"
    )
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "user"], name="courses_one_team_a_course")
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"


class Rubric(models.Model):
    """A rubric file as a value: found by the hash of its content, never changed after it is written."""

    digest = models.CharField(max_length=64, unique=True)
    rubric_id = models.CharField(max_length=128)
    version = models.CharField(max_length=32)
    title = models.CharField(max_length=160)
    source = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.rubric_id}@{self.version}"


class Assignment(PublicIdModel):
    """A task with its window and pinned rubric. Times are stored in UTC.

    Late work is accepted until ``closes_at`` (for ever when empty); lateness is computed from
    ``Revision.received_at`` and never stored.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="assignments")
    title = models.CharField(max_length=160)
    brief = models.TextField(blank=True, help_text="Markdown.")
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True)
    grace_minutes = models.PositiveSmallIntegerField(default=5)
    team_size = models.PositiveSmallIntegerField(default=4)
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="assignments")
    published = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("opens_at")), name="courses_due_after_open"
            ),
            holds(in_order("due_at", "closes_at"), "closes_after_due"),
            holds(models.Q(team_size__gte=1), "team_not_empty"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page where work is handed in."""
        return reverse("submissions:assignment", args=[self.public_id])
