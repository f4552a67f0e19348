"""Every refusal of the API has one form, whoever refuses; no address under it answers in HTML."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone
from rest_framework.test import APIClient
from rest_framework.views import APIView

from aie_review.urls import urlpatterns as site
from apps.accounts.services import token_create

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


@pytest.fixture
def program(student):
    _, secret = token_create(
        user=student,
        name="CI",
        scopes=("read", "upload", "review"),
        expires_at=timezone.now() + timedelta(days=1),
    )
    found = APIClient(raise_request_exception=False)
    found.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return found


def assert_problem(answer, status):
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"
    body = answer.json()
    assert {"what", "why", "what_to_do"} <= set(body)
    assert all(isinstance(body[name], str) for name in ("what", "why", "what_to_do"))
    assert body["what"]
    assert "<" not in body["what"]
    return body


class Broken(APIView):
    """A view that stops."""

    def get(self, request):
        raise ValueError("a mistake")


class Locked(APIView):
    """A view that meets a lock."""

    def get(self, request):
        cause = sqlite3.OperationalError("database is locked")
        cause.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise OperationalError("database is locked") from cause


def page(_request):
    return HttpResponse("<h1>Bad</h1>", status=400)


urlpatterns = [
    path("api/v1/broken/", Broken.as_view()),
    path("api/v1/locked/", Locked.as_view()),
    path("api/v1/page/", page),
    *site,
]
handler500 = "apps.common.unavailable.server_error"


def test_400_for_a_body_that_cannot_be_read(program):
    answer = program.generic("POST", f"{API}/preview/", b"{no json", "application/json")
    assert_problem(answer, 400)


def test_400_for_a_value_that_cannot_be_used(program):
    assert_problem(program.post(f"{API}/preview/", {}, format="json"), 400)


def test_400_for_a_host_that_is_not_ours(program):
    assert_problem(program.get(f"{API}/checks/", headers={"Host": "evil.example"}), 400)


def test_401_without_a_token_says_how_to_send_one(client):
    answer = client.get(f"{API}/courses/")
    assert_problem(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_401_with_a_token_that_does_not_work(client):
    answer = client.get(f"{API}/courses/", headers={"Authorization": "Bearer aie_wrong"})
    assert "token does not work" in assert_problem(answer, 401)["what"]


def test_403_for_a_form_of_another_site(student):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(student)
    answer = strict.post(f"{API}/preview/", {"body": "x"}, "application/json")
    assert_problem(answer, 403)


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
@pytest.mark.parametrize("address", ["/nothing/", "/", "/courses/1/2/3/"])
def test_404_for_addresses_that_are_not_there(program, method, address):
    assert_problem(getattr(program, method)(f"{API}{address}"), 404)


def test_404_for_a_thing_that_is_not_there(program):
    assert_problem(program.get(f"{API}/runs/none/"), 404)


def test_404_outside_the_api_is_a_page(client):
    assert client.get("/nothing/")["Content-Type"].startswith("text/html")


def test_405_names_the_methods_that_are_taken(program):
    answer = program.delete(f"{API}/courses/")
    assert_problem(answer, 405)
    assert "GET" in answer["Allow"]


def test_406_for_a_form_that_we_do_not_give(program):
    assert_problem(program.get(f"{API}/courses/", headers={"Accept": "application/xml"}), 406)


def test_413_for_a_body_beyond_the_limit(program):
    answer = program.generic("POST", f"{API}/preview/", b" ", CONTENT_LENGTH=str(90 * 1024 * 1024))
    assert_problem(answer, 413)


def test_413_for_json_beyond_the_limit(program):
    answer = program.generic(
        "POST", f"{API}/preview/", b'"' + b"x" * 6_000_000 + b'"', "application/json"
    )
    assert_problem(answer, 413)


def test_415_for_a_body_in_another_form(program):
    assert_problem(program.generic("POST", f"{API}/preview/", b"a: 1", "text/yaml"), 415)


def test_429_says_how_long_to_wait(program, settings):
    settings.LIMITS = settings.LIMITS | {"requests": (2, settings.LIMITS["requests"][1])}
    for _ in range(2):
        assert program.get(f"{API}/courses/").status_code == 200
    answer = program.get(f"{API}/courses/")
    assert_problem(answer, 429)
    assert 0 < int(answer["Retry-After"]) <= 61


def test_500_is_told_as_our_mistake(program, settings):
    settings.ROOT_URLCONF = __name__
    assert "our mistake" in assert_problem(program.get(f"{API}/broken/"), 500)["why"]


def test_503_says_when_to_come_back(program, settings):
    settings.ROOT_URLCONF = __name__
    answer = program.get(f"{API}/locked/")
    assert assert_problem(answer, 503)["what"] == "The site is busy."
    assert answer["Retry-After"] == "5"


def test_a_page_that_an_address_of_the_api_answers_becomes_a_problem(program, settings):
    settings.ROOT_URLCONF = __name__
    assert_problem(program.get(f"{API}/page/"), 400)


def test_every_operation_describes_every_refusal(client):
    schema = client.get(f"{API}/schema/").json()
    operations = [one for path in schema["paths"].values() for one in path.values()]
    assert len(operations) > 40
    for operation in operations:
        assert {"400", "401", "404", "415", "429", "500", "503"} <= set(operation["responses"])
    busy = schema["components"]["responses"]["Refused503"]
    assert "Retry-After" in busy["headers"]
    assert busy["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Problem"}
