"""Pages and JSON go out compressed; what people handed in goes out as it is."""

from __future__ import annotations

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from apps.common.compression import CompressionMiddleware
from apps.common.etags import unchanged
from apps.submissions.files import file_url
from tests.designs import hand_in

TEXT = "<p>The same sentence over and over again.</p>" * 200


def answered(response, accepts="gzip, br"):
    request = RequestFactory().get("/", headers={"accept-encoding": accepts} if accepts else {})
    return CompressionMiddleware(lambda _: response)(request)


@pytest.mark.parametrize(
    "kind",
    [
        "text/html; charset=utf-8", "application/json", "application/ld+json", "text/css",
        "text/javascript", "image/svg+xml", "application/problem+json",
    ],
)  # fmt: skip
def test_text_of_ours_is_compressed(kind):
    answer = answered(HttpResponse(TEXT, content_type=kind))
    assert answer["Content-Encoding"] == "gzip"
    assert answer["Vary"] == "Accept-Encoding"
    assert int(answer["Content-Length"]) == len(answer.content) < len(TEXT) / 5
    assert gzip.decompress(answer.content).decode() == TEXT


@pytest.mark.parametrize("accepts", ["", "br", "identity", "gzip;q=0", "gzip; q=0.0, br"])
def test_who_does_not_take_gzip_gets_it_plain(accepts):
    answer = answered(HttpResponse(TEXT), accepts)
    assert not answer.has_header("Content-Encoding")
    assert answer["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepts", ["gzip", "gzip;q=0.5", "deflate, gzip;q=1.0, *;q=0.5"])
def test_who_takes_gzip_says_so_in_many_ways(accepts):
    assert answered(HttpResponse(TEXT), accepts)["Content-Encoding"] == "gzip"


def test_the_length_of_the_same_answer_varies():
    lengths = {len(answered(HttpResponse(TEXT)).content) for _ in range(50)}
    assert len(lengths) > 20
    assert max(lengths) - min(lengths) <= 100


def test_files_of_people_and_small_answers_are_not_compressed():
    file = HttpResponse(TEXT, headers={"Content-Disposition": 'inline; filename="file.svg"'})
    packed = HttpResponse(TEXT, headers={"Content-Encoding": "br"})
    for answer in (
        file,
        packed,
        HttpResponse("short"),
        HttpResponse(TEXT, content_type="image/png"),
    ):
        before = answer.content
        assert answered(answer).content == before


def test_a_strong_tag_becomes_weak_and_is_still_known(rf):
    answer = answered(HttpResponse(TEXT, headers={"ETag": '"abc"'}))
    assert answer["ETag"] == 'W/"abc"'
    for known in ('"abc"', 'W/"abc"', '"x", W/"abc"'):
        assert unchanged(rf.get("/", headers={"if-none-match": known}), '"abc"')
    assert not unchanged(rf.get("/", headers={"if-none-match": '"abcd"'}), '"abc"')
    assert not unchanged(rf.get("/"), '"abc"')


@pytest.mark.django_db
def test_the_state_of_a_run_is_not_sent_again_to_who_has_it_compressed(client, assignment, student):
    revision = hand_in(assignment, student)
    client.force_login(student)
    address = reverse("workspace:run_state", args=[revision.public_id])
    first = client.get(address, headers={"accept-encoding": "gzip"})
    tag = {"if-none-match": first["ETag"], "accept-encoding": "gzip"}
    assert first["Content-Encoding"] == "gzip"
    assert client.get(address, headers=tag).status_code == 304


@pytest.mark.django_db
def test_handed_in_files_and_downloads_go_out_as_they_are(client, assignment, student):
    revision = hand_in(assignment, student)
    client.force_login(student)
    for artifact in revision.artifacts.exclude(digest=""):
        answer = client.get(file_url(student, artifact), headers={"accept-encoding": "gzip"})
        assert not answer.has_header("Content-Encoding"), artifact.path


@pytest.mark.django_db
def test_the_api_is_compressed_too(client, student):
    client.force_login(student)
    answer = client.get("/api/v1/checks/", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content).startswith((b"{", b"["))


def test_static_files_are_compressed_where_they_do_not_lie_compressed(client):
    answer = client.get("/static/css/pages.css", headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert answer["Content-Encoding"] == "gzip"
    assert b"{" in gzip.decompress(answer.content)
    plain = client.get("/static/css/pages.css")
    assert b"".join(plain) == gzip.decompress(answer.content)
