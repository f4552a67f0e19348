"""Filters of the list of submissions in the REST API."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet

from apps.jobs.models import JobState
from apps.submissions.models import Submission
from apps.submissions.queries import is_late


class SubmissionFilter(django_filters.FilterSet):
    """``?assignment= &course= &team= &state= &late= &search= &ordering=``."""

    assignment = django_filters.CharFilter(field_name="assignment__public_id")
    course = django_filters.CharFilter(field_name="assignment__course__public_id")
    team = django_filters.CharFilter(field_name="team__public_id")
    state = django_filters.MultipleChoiceFilter(
        field_name="run_state", choices=JobState.choices, label="State of the newest run."
    )
    late = django_filters.BooleanFilter(method="filter_late", label="The latest arrived late.")
    search = django_filters.CharFilter(method="filter_search", label="Team, person or address.")
    ordering = django_filters.OrderingFilter(
        fields=(
            ("latest_at", "latest_at"),
            ("created_at", "created_at"),
            ("team__name", "team"),
            ("revision_count", "revision_count"),
            ("run_state", "state"),
            ("errors", "errors"),
        )
    )

    class Meta:
        model = Submission
        fields: tuple[str, ...] = ()

    def filter_late(
        self, submissions: QuerySet[Submission], _name: str, late: bool
    ) -> QuerySet[Submission]:
        """By whether the latest revision arrived after the deadline and its grace."""
        condition = is_late("latest_at", "assignment")
        return submissions.filter(condition if late else ~condition)

    def filter_search(
        self, submissions: QuerySet[Submission], _name: str, text: str
    ) -> QuerySet[Submission]:
        """By name of the team, or name or address of a member."""
        matching = Submission.objects.filter(
            Q(team__name__icontains=text)
            | Q(team__members__name__icontains=text)
            | Q(team__members__email__icontains=text)
        )
        return submissions.filter(pk__in=matching.values("pk"))
