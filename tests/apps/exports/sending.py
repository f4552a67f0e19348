"""Sending annotations as a person does, and doing what the worker does."""

from __future__ import annotations

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.exports.jobs import bring_in
from apps.exports.models import AnnotationImport

PHRASE = "The component view is in Figure 1"


def annotation(number, exact=PHRASE, **more):
    selector = {"type": "TextQuoteSelector", "exact": exact}
    return {
        "id": f"urn:x:{number}",
        "type": "Annotation",
        "body": f"Why *{number}*?",
        "target": {"source": "https://elsewhere.example/design.md", "selector": selector},
        **more,
    }


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def send(client, revision, items):
    address = reverse("exports:annotations_import", args=[revision.public_id])
    data = items if isinstance(items, bytes) else json.dumps(items).encode()
    return client.post(address, {"file": SimpleUploadedFile("a.jsonld", data)})


def shown(answer):
    """The page without its line breaks."""
    return " ".join(answer.content.decode().split())


def work():
    while row := AnnotationImport.objects.filter(state="queued").order_by("id").first():
        bring_in.execute(row.pk)
