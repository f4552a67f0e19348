"""``python -m tests.browser.screenshots``: every page at two widths, in two themes, as pictures.

Names of pages after the command make only those. Writes into ``screenshots/`` (not kept in the
repository) and ends with 1 when a page did not answer or is wider than its window.
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.live import ROOT, Site, Visit, chromium, live_site, sign_in

FOLDER = ROOT / "screenshots"
WIDTHS = (1280, 390)
THEMES = ("light", "dark")
MAX_HEIGHT = 2600


def take(page: Page, site: Site, visit: Visit, width: int, theme: str) -> str:
    """Take one picture; what is wrong with the page, or nothing."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    answer = page.goto(site.url + visit.path)
    page.wait_for_load_state("networkidle")
    height = min(MAX_HEIGHT, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": max(900, height)})
    page.screenshot(path=str(FOLDER / f"{visit.name}-{width}-{theme}.png"))
    wide = page.evaluate("document.documentElement.scrollWidth") - width
    status = answer.status if answer else 0
    if status >= 400 and visit.name != "not-found":
        return f"{visit.name}: answered {status}"
    return f"{visit.name} at {width} px is {wide} px too wide" if wide > 0 else ""


def take_all(browser: Browser, site: Site, names: set[str]) -> list[str]:
    """Take all pictures; what is wrong with the pages."""
    wanted = [one for one in site.visits() if not names or one.name in names]
    problems = []
    for person, visits in groupby(sorted(wanted, key=lambda v: v.person), lambda v: v.person):
        context = browser.new_context()
        page = sign_in(context, site, person)
        for visit in visits:
            for width in WIDTHS:
                problems += [take(page, site, visit, width, theme) for theme in THEMES]
        context.close()
    return sorted({one for one in problems if one})


def main() -> int:
    """Start the site, take the pictures, say what is wrong."""
    FOLDER.mkdir(exist_ok=True)
    with live_site() as site, chromium() as browser:
        problems = take_all(browser, site, set(sys.argv[1:]))
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    count = len(list(Path(FOLDER).glob("*.png")))
    sys.stdout.write(f"{count} pictures in {FOLDER}\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
