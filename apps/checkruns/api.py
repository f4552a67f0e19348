"""REST API: runs, reports, readings, findings, replies, checks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema, extend_schema_view
from rest_framework import generics, status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.access import person_of
from apps.accounts.policy import Identity, allows
from apps.checkruns import queries, services
from apps.checkruns.access import finding_in, run_for
from apps.checkruns.models import CheckRun, RunFinding
from apps.checkruns.serializers import (
    CheckSerializer,
    FindingSerializer,
    ReplySerializer,
    RunSerializer,
)
from apps.checkruns.services import ReplyRefused, reply_add
from apps.common.api import Problem, ProblemSerializer, refuse
from apps.common.params import params
from apps.common.queries import no_rows
from apps.engine.checks.registry import all_checks
from apps.submissions.access import revision_for

_SEVERITY = OpenApiParameter("severity", str, description="One or more, separated by commas.")
_CODE = OpenApiParameter("code", str, description="One or more check codes, separated by commas.")
_MUTED = OpenApiParameter(
    "muted", bool, description="With those that a root cause or an ignore comment mutes."
)


class RevisionRuns(APIView):
    """The runs of a revision."""

    @extend_schema(
        operation_id="runs_of_revision",
        summary="Runs of a revision",
        responses=RunSerializer(many=True),
    )
    def get(self, request: Request, revision_id: str) -> Response:
        """Newest first."""
        revision = revision_for(request.user, revision_id)
        rows = RunSerializer(queries.runs_of(revision), many=True, context={"request": request})
        return Response(rows.data)


class RevisionRecheck(APIView):
    """Checking again."""

    @extend_schema(
        operation_id="runs_recheck", summary="Check again", request=None, responses=RunSerializer
    )
    def post(self, request: Request, revision_id: str) -> Response:
        """A new run when engine, rubric or data changed, else another attempt of a broken one."""
        revision = revision_for(request.user, revision_id, "run.recheck")
        run = services.recheck(revision=revision, by=person_of(request))
        body = RunSerializer(run, context={"request": request}).data
        return Response(body, status=status.HTTP_202_ACCEPTED)


class RunDetail(APIView):
    """One run."""

    @extend_schema(operation_id="runs_get", summary="State of a run", responses=RunSerializer)
    def get(self, request: Request, run_id: str) -> Response:
        """State, progress and counts. Ask once a second until ``finished_at`` has a value."""
        run, _ = run_for(request.user, run_id)
        return Response(RunSerializer(run, context={"request": request}).data)


class RunReport(APIView):
    """The report of a run."""

    @extend_schema(
        operation_id="runs_report",
        summary="The report",
        responses={200: OpenApiTypes.OBJECT, 409: ProblemSerializer},
    )
    def get(self, request: Request, run_id: str) -> Response:
        """The same JSON as ``check --format json``; its schema is in the documentation."""
        run, identity = run_for(request.user, run_id)
        report = _ready(run, queries.report_of(run))
        if not allows("preview.see", identity):
            for part in ("findings", "outcomes"):
                report[part] = [one for one in report[part] if one["stage"] != "preview"]
        return Response(report)


class RunReading(APIView):
    """What was read."""

    @extend_schema(
        operation_id="runs_reading",
        summary="What we read",
        responses={200: OpenApiTypes.OBJECT, 409: ProblemSerializer},
    )
    def get(self, request: Request, run_id: str) -> Response:
        """The same JSON as ``read --format json``; its schema is in the documentation."""
        run, _ = run_for(request.user, run_id)
        return Response(_ready(run, queries.reading_of(run)))


@extend_schema(parameters=[_SEVERITY, _CODE, _MUTED])
@extend_schema_view(get=extend_schema(operation_id="findings_list", summary="Findings of a run"))
class RunFindings(generics.ListAPIView[RunFinding]):
    """The findings of a run, the most serious first."""

    serializer_class = FindingSerializer

    def get_queryset(self) -> QuerySet[RunFinding]:
        """Those that the person may see and asked for."""
        if getattr(self, "swagger_fake_view", False):
            return no_rows(RunFinding)
        run, identity = run_for(self.request.user, self.kwargs["run_id"])
        return _filtered(self.request, queries.findings_in(run), identity)


class FindingReplies(APIView):
    """Replies to a finding. They hang on the finding, not on the run: they stay over revisions."""

    @extend_schema(
        operation_id="replies_list",
        summary="Replies to a finding",
        responses=ReplySerializer(many=True),
    )
    def get(self, request: Request, run_id: str, identity: str) -> Response:
        """Oldest first."""
        run, who = run_for(request.user, run_id)
        finding = finding_in(run, identity, see_preview=allows("preview.see", who))
        rows = queries.replies_to(run.revision.submission, finding.identity)
        return Response(ReplySerializer(rows, many=True, context={"request": request}).data)

    @extend_schema(
        operation_id="replies_create",
        summary="Reply to a finding",
        request=ReplySerializer,
        responses={201: ReplySerializer, 422: ProblemSerializer},
    )
    def post(self, request: Request, run_id: str, identity: str) -> Response:
        """Fixed, you misread this, or intended because."""
        run, who = run_for(request.user, run_id, "finding.reply")
        finding = finding_in(run, identity, see_preview=allows("preview.see", who))
        form = ReplySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        try:
            reply = reply_add(
                revision=run.revision,
                finding=finding,
                author=person_of(request),
                **form.validated_data,
            )
        except ReplyRefused as refused:
            raise Problem(
                status.HTTP_422_UNPROCESSABLE_ENTITY,
                "The reply was not stored.",
                why=str(refused),
                what_to_do="Send it again with a text.",
            ) from refused
        body = ReplySerializer(reply, context={"request": request}).data
        return Response(body, status=status.HTTP_201_CREATED)


class CheckList(APIView):
    """All checks; public."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="checks_list", summary="All checks", responses=CheckSerializer(many=True)
    )
    def get(self, request: Request) -> Response:
        """By code."""
        checks = sorted(all_checks(), key=lambda check: check.code)
        return Response(CheckSerializer(checks, many=True, context={"request": request}).data)


def _filtered(
    request: Request, findings: QuerySet[RunFinding], identity: Identity
) -> QuerySet[RunFinding]:
    if not allows("preview.see", identity):
        findings = findings.exclude(stage="preview")
    if not params(request).flag("muted"):
        findings = findings.filter(muted=False, ignored=False)
    for name in ("severity", "code"):
        if words := params(request).words(name):
            findings = findings.filter(**{f"{name}__in": words})
    return findings


def _ready(run: CheckRun, value: dict[str, Any] | None) -> dict[str, Any]:
    if value is None:
        raise refuse(
            "There is no result yet.",
            why=run.problem or f"The run is {run.get_state_display().lower()}.",
            what_to_do="Ask for the run until “finished_at” has a value, then again.",
        )
    return value
