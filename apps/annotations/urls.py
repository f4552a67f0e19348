"""Addresses of the pages of this app."""

from __future__ import annotations

from django.urls import path

from apps.annotations.views import actions, drafts, threads

app_name = "annotations"
urlpatterns = [
    path("r/<id:public_id>/threads/", threads.index, name="threads"),
    path("r/<id:public_id>/threads.csv", threads.index_csv, name="threads_csv"),
    path("r/<id:public_id>/actions/", actions.index, name="actions"),
    path("t/<id:public_id>/owner/", actions.owner, name="action_owner"),
    path("r/<id:public_id>/go/", threads.go, name="go"),
    path("t/<id:public_id>/", threads.thread, name="thread"),
    path("u/a/<token:token>/", threads.attachment, name="attachment"),
    path("s/<id:public_id>/draft/", drafts.draft, name="draft"),
    path("s/<id:public_id>/draft/edit/<id:edit_id>/", drafts.edit_remove, name="draft_edit"),
    path("s/<id:public_id>/draft/discard/", drafts.discard, name="draft_discard"),
]
