"""Guessing slows the guesser and nobody else; no form tells who has an account."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from apps.accounts.forms import SIGN_IN_NOW
from apps.accounts.models import User
from tests.factories import UserFactory
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "192.0.2.7", "203.0.113.5"


@pytest.fixture
def sam():
    return UserFactory(name="Sam", email="sam@example.org")


@pytest.fixture
def three_guesses(settings):
    settings.LIMITS = {**settings.LIMITS, "guesses": (3, 300)}


@pytest.fixture
def hashed(monkeypatch):
    """How often a password was hashed."""
    encode, times = MD5PasswordHasher.encode, []

    def counted(self, password, salt, *more):
        times.append(password)
        return encode(self, password, salt, *more)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return times


def sign_in(password, *, login="sam@example.org", address=HERE, **headers):
    data = {"login": login, "password": password}
    return Client().post("/account/login/", data, REMOTE_ADDR=address, headers=headers)


def test_a_guesser_is_slowed_and_told_until_when(sam, three_guesses):
    assert [sign_in(f"guess {n}").status_code for n in range(5)] == [200, 200, 200, 429, 429]
    answer = sign_in(PASSWORD)
    assert answer.status_code == 429
    assert 290 <= int(answer["Retry-After"]) <= 300
    assert re.search(r"Try again from \d\d:\d\d:\d\d on", answer.text)
    assert 'class="topbar"' in answer.text


def test_the_owner_gets_in_from_elsewhere_while_somebody_guesses(sam, three_guesses):
    for number in range(20):
        sign_in(f"guess {number}")
    assert sign_in(PASSWORD, address=ELSEWHERE).status_code == 302


def test_many_guessers_do_not_lock_the_owner_out(sam, three_guesses):
    for number in range(40):
        sign_in("guess", address=f"198.51.100.{number}")
    assert sign_in(PASSWORD, address=ELSEWHERE).status_code == 302


def test_right_passwords_do_not_count(sam, three_guesses):
    assert all(sign_in(PASSWORD).status_code == 302 for _ in range(10))
    assert sign_in("guess").status_code == 200


def test_a_right_password_does_not_make_room_for_more_guesses(sam, three_guesses):
    answers = []
    for number in range(4):
        answers.append(sign_in(f"guess {number}").status_code)
        sign_in(PASSWORD)
    assert answers == [200, 200, 200, 429]


@pytest.mark.parametrize("login", ["SAM@example.org", " sam@example.org", "\u017fam@example.org"])
def test_other_spellings_are_the_same_account(sam, three_guesses, login):
    for number in range(3):
        sign_in(f"guess {number}")
    assert sign_in("guess", login=login).status_code == 429


def test_trying_many_accounts_is_slowed_too(sam, settings):
    settings.LIMITS = {**settings.LIMITS, "guesses_of_an_address": (5, 300)}
    for number in range(5):
        sign_in("password", login=f"person{number}@example.org")
    assert sign_in("password", login="another@example.org").status_code == 429
    assert sign_in("password", login="another@example.org", address=ELSEWHERE).status_code == 200


@pytest.mark.parametrize("proxies", [0, 1])
def test_forged_headers_do_not_help_a_guesser(sam, three_guesses, settings, proxies):
    settings.TRUSTED_PROXIES = proxies
    seen = f", {ELSEWHERE}" if proxies else ""
    answers = [
        sign_in("guess", **{"X-Forwarded-For": f"10.0.0.{n}{seen}", "Forwarded": f"for=10.0.0.{n}"})
        for n in range(5)
    ]
    assert [one.status_code for one in answers] == [200, 200, 200, 429, 429]


def test_who_is_behind_a_proxy_is_told_apart(sam, three_guesses, settings):
    settings.TRUSTED_PROXIES = 1
    for _ in range(5):
        sign_in("guess", **{"X-Forwarded-For": HERE})
    assert sign_in(PASSWORD, **{"X-Forwarded-For": HERE}).status_code == 429
    assert sign_in(PASSWORD, **{"X-Forwarded-For": ELSEWHERE}).status_code == 302


def test_the_form_of_the_admin_leaves_no_second_way_to_guess(sam):
    answer = Client().post("/admin/login/", {"username": sam.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert answer.url.startswith("/account/login/?next=")


def test_a_new_password_by_mail_ends_the_waiting(sam, three_guesses, client):
    for _ in range(4):
        sign_in("guess", address="127.0.0.1")
    client.post("/account/password/reset/", {"email": sam.email})
    link = re.search(r"https?://\S+(/account/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "another long one", "password2": "another long one"})
    assert sign_in("another long one", address="127.0.0.1").status_code == 302


def test_a_wrong_password_takes_as_long_with_and_without_an_account(sam, hashed):
    UserFactory(email="roster@example.org", name="Rosa").set_unusable_password()
    rosa = User.objects.get(email="roster@example.org")
    rosa.set_unusable_password()
    rosa.save()
    took = {}
    for login in ("sam@example.org", "nobody@example.org", "roster@example.org"):
        hashed.clear()
        answer = sign_in("a wrong one", login=login)
        took[login] = (len(hashed), re.sub(r'value="[^"]*"|nonce="[^"]*"', "", answer.text))
    (times, _), *_ = took.values()
    assert times == 1
    assert {one[0] for one in took.values()} == {times}


# ---------------------------------------------------------------- making an account


def sign_up(email, client=None, **more):
    data = {"name": "Noor", "email": email, "password1": PASSWORD, **more}
    return (client or Client()).post("/account/signup/", data, REMOTE_ADDR=HERE)


def told(answer, email):
    """All that an answer tells, without what differs at every answer."""
    text = re.sub(r'(value|nonce|data-csrf|content)="[^"]*"', "", answer.text)
    cookies = sorted(name for name in answer.cookies)
    return answer.status_code, answer.get("Location"), text.replace(email, ""), cookies


@pytest.mark.parametrize("verification", ["none", "optional", "mandatory"])
def test_making_an_account_does_not_tell_who_has_one(sam, settings, hashed, verification):
    settings.ACCOUNT_EMAIL_VERIFICATION = verification
    answers, mails, hashes = [], [], []
    for email in ("noor@example.org", "sam@example.org"):
        mail.outbox.clear()
        hashed.clear()
        client = Client()
        answer = sign_up(email, client)
        after = client.get(answer.url)
        answers.append([told(answer, email), told(after, email)])
        mails.append([one.to for one in mail.outbox])
        hashes.append(len(hashed))
    assert answers[0] == answers[1]
    assert [len(one) for one in mails] == [verification != "none"] * 2
    assert hashes == [1, 1]
    assert User.objects.filter(email="noor@example.org").exists()
    sam.refresh_from_db()
    assert (sam.name, sam.check_password(PASSWORD)) == ("Sam", True)


def test_a_new_person_signs_in_with_the_password_they_chose_and_comes_back_to_the_course(client):
    answer = sign_up("noor@example.org", client, next="/join/abc/")
    assert answer.url == "/account/login/?next=%2Fjoin%2Fabc%2F"
    page = client.get(answer.url)
    assert SIGN_IN_NOW.partition(".")[0] in page.text
    data = {"login": "noor@example.org", "password": PASSWORD, "next": "/join/abc/"}
    assert client.post("/account/login/", data).url == "/join/abc/"


def test_no_address_of_another_site_is_kept_for_after_signing_in(client):
    assert sign_up("noor@example.org", client, next="https://evil.example/").url == (
        "/account/login/"
    )


def test_the_same_form_sent_twice_makes_one_account():
    assert [sign_up("noor@example.org").status_code for _ in range(2)] == [302, 302]
    assert User.objects.count() == 1


def test_accounts_are_made_only_so_often_from_one_network(settings):
    settings.LIMITS = {**settings.LIMITS, "sign_ups": (2, 3600)}
    answers = [sign_up(f"new{number}@example.org") for number in range(3)]
    assert [one.status_code for one in answers] == [302, 302, 429]
    assert User.objects.count() == 2


def test_a_form_with_a_mistake_does_not_count_as_an_account(settings):
    settings.LIMITS = {**settings.LIMITS, "sign_ups": (1, 3600)}
    for _ in range(3):
        assert sign_up("noor@example.org", password1="short").status_code == 200
    assert sign_up("noor@example.org").status_code == 302


# ---------------------------------------------------------------- other forms that take an address


def test_a_forgotten_password_is_answered_alike_for_every_address(sam):
    answers = []
    for email in ("sam@example.org", "nobody@example.org"):
        mail.outbox.clear()
        client = Client()
        answer = client.post("/account/password/reset/", {"email": email})
        answers.append((answer.status_code, answer.url, len(mail.outbox)))
    assert answers[0] == answers[1]


def test_mails_for_a_new_password_are_limited_for_who_asks(sam, settings):
    settings.LIMITS = {**settings.LIMITS, "password_mails": (2, 3600)}
    data = {"email": sam.email}
    ask = [
        Client().post("/account/password/reset/", data, REMOTE_ADDR=HERE).status_code
        for _ in range(3)
    ]
    assert ask == [302, 302, 429]
    other = Client().post("/account/password/reset/", data, REMOTE_ADDR=ELSEWHERE)
    assert other.status_code == 302


def test_changing_the_address_does_not_tell_who_has_an_account(client, sam):
    UserFactory(email="tia@example.org", name="Tia")
    answers = []
    for email in ("tia@example.org", "nobody@example.org"):
        client.force_login(sam)
        answer = client.post("/account/email/", {"email": email, "action_add": ""})
        answers.append(told(answer, email))
    assert answers[0] == answers[1]


def test_the_page_of_a_join_link_asks_for_no_address(client, course):
    answer = client.get(f"/join/{course.join_code}/")
    assert "/account/login/?next=" in answer.text
    assert "<input" not in answer.text.partition("<main")[2].partition("</main>")[0]
