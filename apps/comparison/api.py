"""Two revisions compared."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.checkruns.queries import ready_run
from apps.common.api import Problem, ProblemSerializer
from apps.comparison import services as comparisons
from apps.submissions.access import revision_beside, revision_with_identity


class RevisionCompare(APIView):
    """What differs between two revisions of a submission."""

    @extend_schema(
        operation_id="revisions_compare",
        summary="Compare two revisions",
        responses={200: OpenApiTypes.OBJECT, 409: ProblemSerializer, 422: ProblemSerializer},
    )
    def get(self, request: Request, revision_id: str, other_id: str) -> Response:
        """The same JSON as ``diff --format json``; the older revision is always the base."""
        revision, _ = revision_with_identity(request.user, revision_id)
        pair = sorted((revision, revision_beside(revision, other_id)), key=lambda one: one.number)
        runs = [ready_run(one) for one in pair]
        for one, run in zip(pair, runs, strict=True):
            if run is None or not run.package_name:
                raise Problem(
                    409,
                    f"Revision {one.number} has not been read yet.",
                    what_to_do="Wait until its run has ended.",
                )
        try:
            return Response(comparisons.diff_of(*[run for run in runs if run]))
        except comparisons.NotCompared as error:
            if error.soon:
                raise Problem(
                    409,
                    "The comparison is being made.",
                    why="It takes longer than a request waits.",
                    what_to_do="Ask again in a few seconds.",
                ) from error
            raise Problem(
                422,
                "The two revisions could not be compared.",
                why=f"It stopped: {error}.",
                what_to_do="Compare them with the command line, or revisions closer to each other.",
            ) from error
