"""Django's admin is for looking things up: what people did is history there."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse

from apps.activity.models import Event
from apps.annotations.models import Thread
from apps.checkruns.models import CheckRun
from apps.submissions.models import Revision, Submission

pytestmark = pytest.mark.django_db

HISTORY = (Event, Thread, CheckRun, Revision, Submission)


@pytest.mark.parametrize("model", HISTORY)
def test_history_can_be_read_by_operators_and_changed_by_nobody(client, operator, begin, ta, model):
    begin(ta, {"kind": "document", "artifact": "design.md"})
    client.force_login(operator)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model.objects.first()
    assert client.get(reverse(f"{name}_changelist")).status_code == 200
    assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
    assert client.post(reverse(f"{name}_change", args=[row.pk]), {}).status_code == 403
    assert client.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert client.get(reverse(f"{name}_add")).status_code == 403


def test_drafts_are_not_shown_to_operators(client, operator, begin, ta):
    draft = begin(ta, {"kind": "document", "artifact": "design.md"}, publish=False)
    client.force_login(operator)
    page = client.get(reverse("admin:annotations_thread_changelist"))
    assert draft.public_id not in page.text
    address = reverse("admin:annotations_thread_change", args=[draft.pk])
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("model", HISTORY)
def test_course_staff_have_no_way_in(client, instructor, model):
    client.force_login(instructor)
    assert model in admin.site._registry
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    assert client.get(reverse(name)).status_code == 302
