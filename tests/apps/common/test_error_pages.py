"""Error pages look like the rest of the site and say what to do."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client

pytestmark = pytest.mark.django_db


def test_an_unknown_address_is_answered_in_the_look_of_the_site(client):
    page = client.get("/nothing-here/")
    assert page.status_code == 404
    assert "There is nothing here for you" in page.text
    assert 'class="topbar"' in page.text


def test_a_form_without_its_token_says_that_it_was_open_for_too_long(student):
    strict = Client(enforce_csrf_checks=True)
    page = strict.post("/account/login/", {"login": "a", "password": "b"})
    assert page.status_code == 403
    assert "open for too long" in page.text


@pytest.mark.parametrize("code", ["400", "403", "413", "500", "503"])
def test_error_pages_need_no_request(code):
    assert 'class="errorpage__code"' in render_to_string(f"{code}.html")
