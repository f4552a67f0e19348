"""Signing in, settings and API tokens."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from apps.accounts import services
from apps.accounts.models import ApiToken, User, digest_of
from apps.accounts.queries import token_by_secret
from apps.activity.models import Event
from tests.factories import UserFactory
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam():
    return UserFactory(name="Sam", email="sam@example.org")


def test_somebody_new_makes_an_account_with_a_name(client):
    data = {"name": "Noor Haddad", "email": "Noor@Example.org", "password1": PASSWORD}
    answer = client.post("/account/signup/", data)
    assert answer.status_code == 302
    noor = User.objects.get()
    assert (noor.name, noor.email) == ("Noor Haddad", "noor@example.org")


def test_sign_in_does_not_care_about_the_case_of_the_address(client, sam):
    answer = client.post("/account/login/", {"login": "SAM@example.org", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/account/settings/").status_code == 200


def test_a_wrong_password_is_refused_with_a_sentence(client, sam):
    answer = client.post("/account/login/", {"login": sam.email, "password": "guess"})
    assert "field__error" in answer.text or 'role="alert"' in answer.text
    assert client.get("/account/settings/").status_code == 302


def test_a_forgotten_password_is_replaced_by_mail(client, sam):
    client.post("/account/password/reset/", {"email": sam.email})
    link = re.search(r"https?://\S+(/account/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    new = {"password1": "another long one", "password2": "another long one"}
    client.post(form.redirect_chain[-1][0], new)
    sam.refresh_from_db()
    assert sam.check_password("another long one")


def test_a_reset_link_works_once(client, sam):
    client.post("/account/password/reset/", {"email": sam.email})
    link = re.search(r"https?://\S+(/account/password/reset/key/\S+)", mail.outbox[0].body)[1]
    sam.set_password("another long one")
    sam.save()
    assert "no longer works" in client.get(link, follow=True).text


def test_the_password_is_changed_by_who_knows_the_present_one(client, sam):
    client.force_login(sam)
    data = {
        "oldpassword": PASSWORD,
        "password1": "another long one",
        "password2": "another long one",
    }
    client.post("/account/password/change/", data)
    sam.refresh_from_db()
    assert sam.check_password("another long one")


@pytest.mark.parametrize(
    "path",
    [
        "login/", "signup/", "password/reset/", "password/reset/done/", "inactive/",
        "confirm-email/", "password/reset/key/done/", "password/reset/key/a-b/",
    ],
)  # fmt: skip
def test_each_page_of_signing_in_has_the_look_of_the_site(client, path):
    answer = client.get(f"/account/{path}", follow=True)
    assert answer.status_code == 200
    assert 'class="topbar"' in answer.text
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("path", ["logout/", "password/change/", "email/", "settings/", "tokens/"])
def test_each_page_of_the_account_has_the_look_of_the_site(client, sam, path):
    client.force_login(sam)
    answer = client.get(f"/account/{path}")
    assert answer.status_code == 200
    assert 'class="topbar"' in answer.text
    assert answer.text.count("<h1") == 1


def test_name_and_single_keys_are_changed_on_the_settings_page(client, sam):
    client.force_login(sam)
    client.post("/account/settings/", {"name": "Sam Berg"})
    sam.refresh_from_db()
    assert (sam.name, sam.single_keys) == ("Sam Berg", False)
    assert Event.objects.get().verb == "account.changed"


def test_a_token_is_shown_once_and_stored_as_a_hash(client, sam):
    client.force_login(sam)
    data = {"name": "our CI", "scopes": ["read", "upload"], "lifetime": "30"}
    answer = client.post("/account/tokens/", data)
    secret = re.search(r'value="(aie_[^"]+)"', answer.text)[1]
    token = ApiToken.objects.get()
    assert secret not in (token.digest, token.prefix)
    assert token.digest == digest_of(secret)
    assert secret.startswith(token.prefix)
    assert secret not in client.get("/account/tokens/").text
    assert "no-store" in answer["Cache-Control"]
    assert token.scopes == ["read", "upload"]


def test_a_token_ends_when_its_time_is_over(sam):
    soon = timezone.now() + timedelta(days=1)
    token, secret = services.token_create(user=sam, name="x", scopes=["read"], expires_at=soon)
    assert token_by_secret(secret, now=timezone.now()) == token
    assert token_by_secret(secret, now=soon) is None


def test_a_revoked_token_no_longer_works(client, sam):
    token, secret = services.token_create(user=sam, name="x", scopes=["read"], expires_at=None)
    client.force_login(sam)
    client.post(f"/account/tokens/{token.public_id}/revoke/")
    assert token_by_secret(secret, now=timezone.now()) is None


def test_nobody_revokes_the_token_of_somebody_else(client, sam):
    token, secret = services.token_create(user=sam, name="x", scopes=["read"], expires_at=None)
    client.force_login(UserFactory())
    answer = client.post(f"/account/tokens/{token.public_id}/revoke/")
    assert answer.status_code == 404
    assert token_by_secret(secret, now=timezone.now()) == token


def test_the_last_use_of_a_token_is_written_at_most_once_a_minute(sam):
    token, _ = services.token_create(user=sam, name="x", scopes=["read"], expires_at=None)
    first = timezone.now()
    services.token_touch(token, now=first)
    token.refresh_from_db()
    services.token_touch(token, now=first + timedelta(seconds=30))
    token.refresh_from_db()
    assert token.last_used_at == first


def test_somebody_from_a_roster_chooses_a_first_password_by_mail(client):
    ana = User.objects.create_user("ana@example.org", name="Ana")
    client.post("/account/password/reset/", {"email": "Ana@example.org"})
    link = re.search(r"https?://\S+(/account/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)


def test_signing_in_leads_back_to_where_the_person_wanted_to_go(client, sam):
    page = client.get("/account/login/?next=/courses/new/")
    assert 'name="next" value="/courses/new/"' in page.text
    data = {"login": sam.email, "password": PASSWORD, "next": "/courses/new/"}
    assert client.post("/account/login/", data).url == "/courses/new/"


def test_signing_in_never_leads_to_another_site(client, sam):
    data = {"login": sam.email, "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post("/account/login/", data).url == "/"


def test_the_admin_never_shows_the_hash_of_a_token(client, sam):
    token, _ = services.token_create(user=sam, name="x", scopes=["read"], expires_at=None)
    client.force_login(UserFactory(email="op@example.org", is_staff=True, is_superuser=True))
    page = client.get(f"/admin/accounts/apitoken/{token.pk}/change/")
    assert page.status_code == 200
    assert token.digest not in page.text
