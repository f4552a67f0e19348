"""REST API: my courses and assignments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.access import person_of
from apps.accounts.policy import allows
from apps.common.params import params
from apps.common.queries import no_rows
from apps.courses import access, queries
from apps.courses.models import Assignment, Enrollment, Role
from apps.courses.serializers import AssignmentSerializer, CourseSerializer


@extend_schema_view(get=extend_schema(operation_id="courses_list", summary="My courses"))
class CourseList(generics.ListAPIView[Enrollment]):
    """The courses of the person who asks, with their role, newest first."""

    serializer_class = CourseSerializer

    def get_queryset(self) -> QuerySet[Enrollment]:
        """Courses with a role."""
        if getattr(self, "swagger_fake_view", False):
            return no_rows(Enrollment)
        return queries.enrollments_of(person_of(self.request))


@extend_schema(parameters=[OpenApiParameter("course", str, description="Id of a course.")])
@extend_schema_view(get=extend_schema(operation_id="assignments_list", summary="My assignments"))
class AssignmentList(generics.ListAPIView[Assignment]):
    """The assignments that the person may see, by deadline."""

    serializer_class = AssignmentSerializer

    def get_queryset(self) -> QuerySet[Assignment]:
        """Published ones of my courses, and drafts where I am staff."""
        if getattr(self, "swagger_fake_view", False):
            return no_rows(Assignment)
        found = queries.visible_assignments(self._enrollments)
        course = params(self.request).text("course")
        return found.filter(course__public_id=course) if course else found

    @property
    def _enrollments(self) -> list[Enrollment]:
        return list(queries.enrollments_of(person_of(self.request)))

    def get_serializer_context(self) -> dict[str, Any]:
        """With the assignments that take work from this person now."""
        context = dict(super().get_serializer_context())
        if not getattr(self, "swagger_fake_view", False):
            courses = [e.course_id for e in self._enrollments if e.role == Role.STUDENT]
            context["accepting"] = accepting(self.get_queryset().filter(course__in=courses))
        return context


class AssignmentDetail(APIView):
    """One assignment."""

    @extend_schema(
        operation_id="assignments_get", summary="An assignment", responses=AssignmentSerializer
    )
    def get(self, request: Request, assignment_id: str) -> Response:
        """Brief, window and rubric."""
        assignment = access.assignment_for(request.user, assignment_id)
        identity = access.identity_in(request.user, assignment.course, assignment=assignment)
        mine = {assignment.pk} if allows("revision.upload", identity) else set()
        return Response(AssignmentSerializer(assignment, context={"accepting": mine}).data)


def accepting(assignments: Iterable[Assignment]) -> set[int]:
    """Those of ``assignments`` that are published and take work now."""
    now = timezone.now()
    return {a.pk for a in assignments if a.published and access.is_accepting(a, now)}
