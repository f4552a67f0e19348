"""Addresses of the REST API, version 1. Each app owns its views; this file says where they are."""

from __future__ import annotations

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from apps.accounts import openapi  # noqa: F401 - describes the token
from apps.accounts.views import api_docs
from apps.annotations.api import drafts, live, lookups, threads
from apps.checkruns import api as checkruns
from apps.comparison import api as compare
from apps.courses import api as courses
from apps.dashboards import api as checked
from apps.exports.api import annotations as linked
from apps.exports.api import exports
from apps.submissions import api as submissions

urlpatterns = [
    path("schema/", SpectacularJSONAPIView.as_view(), name="api-schema"),
    path("docs/", api_docs, name="api-docs"),
    path("courses/", courses.CourseList.as_view(), name="api-courses"),
    path("assignments/", courses.AssignmentList.as_view(), name="api-assignments"),
    path(
        "assignments/<id:assignment_id>/",
        courses.AssignmentDetail.as_view(),
        name="api-assignment",
    ),
    path(
        "assignments/<id:assignment_id>/revisions/",
        submissions.AssignmentRevisions.as_view(),
        name="api-assignment-revisions",
    ),
    path("submissions/", checked.SubmissionList.as_view(), name="api-submissions"),
    path(
        "submissions/<id:submission_id>/",
        checked.SubmissionDetail.as_view(),
        name="api-submission",
    ),
    path(
        "submissions/<id:submission_id>/revisions/",
        submissions.SubmissionRevisions.as_view(),
        name="api-submission-revisions",
    ),
    path("revisions/<id:revision_id>/", submissions.RevisionDetail.as_view(), name="api-revision"),
    path(
        "revisions/<id:revision_id>/package/",
        submissions.RevisionPackage.as_view(),
        name="api-revision-package",
    ),
    path(
        "revisions/<id:revision_id>/files/",
        submissions.RevisionFiles.as_view(),
        name="api-revision-files",
    ),
    path(
        "revisions/<id:revision_id>/files/<file:path>",
        submissions.RevisionFile.as_view(),
        name="api-revision-file",
    ),
    path(
        "revisions/<id:revision_id>/runs/",
        checkruns.RevisionRuns.as_view(),
        name="api-revision-runs",
    ),
    path(
        "revisions/<id:revision_id>/recheck/",
        checkruns.RevisionRecheck.as_view(),
        name="api-revision-recheck",
    ),
    path("runs/<id:run_id>/", checkruns.RunDetail.as_view(), name="api-run"),
    path("runs/<id:run_id>/report/", checkruns.RunReport.as_view(), name="api-run-report"),
    path("runs/<id:run_id>/reading/", checkruns.RunReading.as_view(), name="api-run-reading"),
    path("runs/<id:run_id>/findings/", checkruns.RunFindings.as_view(), name="api-run-findings"),
    path(
        "runs/<id:run_id>/findings/<finding:identity>/replies/",
        checkruns.FindingReplies.as_view(),
        name="api-finding-replies",
    ),
    path(
        "revisions/<id:revision_id>/threads/",
        threads.RevisionThreads.as_view(),
        name="api-revision-threads",
    ),
    path(
        "revisions/<id:revision_id>/marks/",
        threads.RevisionMarks.as_view(),
        name="api-revision-marks",
    ),
    path(
        "revisions/<id:revision_id>/drafts/",
        drafts.RevisionDrafts.as_view(),
        name="api-revision-drafts",
    ),
    path(
        "revisions/<id:revision_id>/drafts/<word:key>/",
        drafts.RevisionDraft.as_view(),
        name="api-revision-draft",
    ),
    path(
        "revisions/<id:revision_id>/publish/",
        drafts.RevisionPublish.as_view(),
        name="api-revision-publish",
    ),
    path("revisions/<id:revision_id>/live/", live.RevisionLive.as_view(), name="api-revision-live"),
    path(
        "revisions/<id:revision_id>/people/",
        lookups.RevisionPeople.as_view(),
        name="api-revision-people",
    ),
    path(
        "revisions/<id:revision_id>/links/",
        lookups.RevisionLinks.as_view(),
        name="api-revision-links",
    ),
    path(
        "revisions/<id:revision_id>/exports/",
        exports.RevisionExports.as_view(),
        name="api-revision-exports",
    ),
    path(
        "revisions/<id:revision_id>/annotations/",
        linked.RevisionAnnotations.as_view(),
        name="api-revision-annotations",
    ),
    path("imports/<id:import_id>/", linked.ImportDetail.as_view(), name="api-import"),
    path(
        "imports/<id:import_id>/problems/",
        linked.ImportProblems.as_view(),
        name="api-import-problems",
    ),
    path("exports/<id:export_id>/", exports.ExportDetail.as_view(), name="api-export"),
    path("exports/<id:export_id>/file/", exports.ExportFile.as_view(), name="api-export-file"),
    path(
        "revisions/<id:revision_id>/compare/<id:other_id>/",
        compare.RevisionCompare.as_view(),
        name="api-revision-compare",
    ),
    path("threads/<id:thread_id>/", threads.ThreadDetail.as_view(), name="api-thread"),
    path(
        "threads/<id:thread_id>/comments/",
        threads.ThreadComments.as_view(),
        name="api-thread-comments",
    ),
    path(
        "threads/<id:thread_id>/state/", threads.ThreadStateView.as_view(), name="api-thread-state"
    ),
    path(
        "threads/<id:thread_id>/anchors/",
        threads.ThreadAnchors.as_view(),
        name="api-thread-anchors",
    ),
    path("comments/<id:comment_id>/", threads.CommentDetail.as_view(), name="api-comment"),
    path(
        "comments/<id:comment_id>/files/",
        threads.CommentFiles.as_view(),
        name="api-comment-files",
    ),
    path(
        "comments/<id:comment_id>/apply/",
        threads.CommentApply.as_view(),
        name="api-comment-apply",
    ),
    path("preview/", lookups.Preview.as_view(), name="api-preview"),
    path("checks/", checkruns.CheckList.as_view(), name="api-checks"),
]
