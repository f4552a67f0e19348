"""Pages stay light: at most twelve requests and 150 kB, compressed, with an empty cache."""

from __future__ import annotations

import gzip

import pytest

from tests.browser.live import sign_in

MAX_REQUESTS = 12
MAX_BYTES = 150_000

pytestmark = pytest.mark.browser


def test_pages_need_few_requests_and_few_bytes(site, browser):
    heavy = {}
    context = browser.new_context()
    page = sign_in(context, site, "student")
    session = context.new_cdp_session(page)
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - marked by Playwright
    for visit in site.visits():
        if visit.person != "student":
            continue
        answers.clear()
        page.goto(site.url + visit.path)
        page.wait_for_load_state("networkidle")
        sizes = [len(gzip.compress(one.body())) for one in answers if one.status == 200]
        if len(sizes) > MAX_REQUESTS or sum(sizes) > MAX_BYTES:
            heavy[visit.name] = (len(sizes), sum(sizes))
    context.close()
    assert heavy == {}
