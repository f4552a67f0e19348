"""Pages stay light: at most twelve requests and 150 kB, compressed, with an empty cache.

Our modules are asked for all at once (``{% modules %}``) and count as one request; what a script asks
the API for afterwards is not part of the page.
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from tests.browser.live import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Response

MAX_REQUESTS = 12
MAX_BYTES = 150_000

pytestmark = pytest.mark.browser


def test_pages_need_few_requests_and_few_bytes(site, browser):
    heavy = {}
    context = browser.new_context()
    sign_in(context, site, "student").close()
    for visit in site.visits():
        if visit.person != "student":
            continue
        # A page of its own: no late answer of the visit before is counted.
        page = context.new_page()
        context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
        answers: list[Response] = []
        page.on("response", lambda answer, kept=answers: kept.append(answer))
        page.goto(site.url + visit.path)
        page.wait_for_load_state("networkidle")
        sizes = [len(gzip.compress(one.body())) for one in answers if one.status == 200]
        together = [one for one in answers if "/static/js/" in one.url or "/api/" in one.url]
        requests = len(sizes) - len(together) + bool(together)
        if requests > MAX_REQUESTS or sum(sizes) > MAX_BYTES:
            heavy[visit.name] = (requests, sum(sizes))
        page.close()
    context.close()
    assert heavy == {}
