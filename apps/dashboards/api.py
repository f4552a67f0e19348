"""REST API: submissions with the state of their newest run."""

from __future__ import annotations

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.access import person_of
from apps.checkruns.queries import checked_submissions
from apps.common.queries import no_rows
from apps.dashboards.filters import SubmissionFilter
from apps.dashboards.serializers import SubmissionSerializer
from apps.submissions.access import submission_for
from apps.submissions.models import Submission


@extend_schema_view(
    get=extend_schema(operation_id="submissions_list", summary="Mine; all for course staff")
)
class SubmissionList(generics.ListAPIView[Submission]):
    """Submissions with filters, search, ordering and pages."""

    serializer_class = SubmissionSerializer
    filterset_class = SubmissionFilter

    def get_queryset(self) -> QuerySet[Submission]:
        """What the person may see."""
        if getattr(self, "swagger_fake_view", False):
            return no_rows(Submission)
        return checked_submissions(person_of(self.request))


class SubmissionDetail(APIView):
    """One submission."""

    @extend_schema(
        operation_id="submissions_get", summary="A submission", responses=SubmissionSerializer
    )
    def get(self, request: Request, submission_id: str) -> Response:
        """With its latest revision and the newest run of that."""
        found = submission_for(request.user, submission_id)
        row = checked_submissions(person_of(request)).get(pk=found.pk)
        return Response(SubmissionSerializer(row, context={"request": request}).data)
