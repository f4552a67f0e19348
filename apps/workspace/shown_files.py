"""A file of a package with its findings, made once and kept.

Reading a package, drawing marks and writing cards costs a hundred times what the rest of the page does,
and gives the same for every reader with the same rights until a run, a reply or the day changes. So the
three large parts of the page are kept in memory as HTML, under everything that they depend on. What
belongs to one reader, the form token and the addresses of pictures, is put in when they are sent.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from cachetools import LRUCache
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from apps.accounts.access import person_of
from apps.accounts.queries import shown_as
from apps.checkruns import queries
from apps.checkruns.models import CheckRun, ReplyKind
from apps.engine.package import Package
from apps.submissions.queries import file_url_by_key, files_of
from apps.workspace.pages.documents import FilePage, file_page
from apps.workspace.pages.finding_cards import Card
from apps.workspace.pages.outline import artefacts, first_path, outline
from apps.workspace.revision_page import RevisionPage

MAX_CARDS: Final = 50
"""Findings beside a document; the report has all of them."""
KEPT_BYTES: Final = 32 * 1024 * 1024
"""Of HTML in each web process."""

# Nobody who writes a design can know these words, so nobody's text is taken for one of them.
_SECRET: Final = secrets.token_hex(12)
_MARKS: Final = tuple(f"<!-- {name} {_SECRET} -->" for name in ("outline", "content", "findings"))
_TOKEN: Final = f"form-token-{_SECRET}".encode()
_PICTURES: Final = f"/picture-{_SECRET}/".encode()
_PICTURE: Final = re.compile(_PICTURES + rb"(\d+)/")


@dataclass(frozen=True, slots=True)
class View:
    """What of a package is asked for, and how."""

    path: str
    focus: int | None
    as_source: bool
    with_comments: bool


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file as the page shows it; ``stored`` is its primary key, or 0.

    The template writes marks for the three large parts, and ``placed`` puts the parts there as the bytes
    that they are kept as: to carry them through templates costs more than all the rest.
    """

    path: str
    kind: str
    found_here: int
    worst: str
    stored: int
    parts: tuple[bytes, bytes, bytes]

    @property
    def outline(self) -> SafeString:
        """Mark for the outline of the package."""
        return SafeString(_MARKS[0])

    @property
    def content(self) -> SafeString:
        """Mark for the file itself."""
        return SafeString(_MARKS[1])

    @property
    def findings(self) -> SafeString:
        """Mark for the findings that stand in it."""
        return SafeString(_MARKS[2])

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return sum(map(len, self.parts))

    def stored_url(self, request: HttpRequest) -> str:
        """Where its reader gets the file itself."""
        return file_url_by_key(person_of(request), self.stored) if self.stored else ""

    def placed(self, frame: str, request: HttpRequest) -> bytes:
        """The page: ``frame`` with the parts at their marks, as its reader gets it."""
        person = person_of(request)

        def address(match: re.Match[bytes]) -> bytes:
            return file_url_by_key(person, int(match[1])).encode()

        outline, content, findings = self.parts
        if _PICTURES in content:
            content = _PICTURE.sub(address, content)
        if _TOKEN in findings:
            findings = findings.replace(_TOKEN, get_token(request).encode())
        before, rest = frame.encode().split(_MARKS[0].encode(), 1)
        between, rest = rest.split(_MARKS[1].encode(), 1)
        beside, after = rest.split(_MARKS[2].encode(), 1)
        return b"".join((before, outline, between, content, beside, findings, after))


_kept: LRUCache[Hashable, ShownFile] = LRUCache(KEPT_BYTES, getsizeof=lambda one: one.size)
_lock = Lock()


def shown_file(page: RevisionPage, view: View) -> ShownFile | None:
    """The file as ``page``'s reader may see it; ``None`` when the package has no such file."""
    if page.run is None:
        return None
    key = _depends_on(page, page.run, view)
    with _lock:
        known = _kept.get(key)
    if known is not None:
        return known
    made = _made(page, page.run, view)
    if made is not None and made.size <= _kept.maxsize:
        with _lock:
            _kept[key] = made
    return made


def _depends_on(page: RevisionPage, run: CheckRun, view: View) -> Hashable:
    """Everything that decides what is shown, apart from this program itself."""
    before = page.before
    # By the names that this reader may know: who may know others gets a page of their own.
    reader, submission = person_of(page.request), page.revision.submission
    replies = tuple(
        (reply.pk, shown_as(reply.author, reader, submission).name)
        for some in page.replies.values()
        for reply in some
    )
    return (
        page.revision.pk,
        (run.package_name, run.reading_name, run.report_name),
        (before.pk, before.report_name) if before else None,
        (page.sees_preview, page.may_reply),
        replies,
        # Replies say "today", on the clock of the course.
        (timezone.localdate(), timezone.get_current_timezone_name()) if replies else None,
        view,
    )


def _made(page: RevisionPage, run: CheckRun, view: View) -> ShownFile | None:
    package = queries.package_of(run)
    path = (view.path or first_path(package)) if package else ""
    if package is None or not path:
        return None
    stored = {one.path: one.pk for one in files_of(page.revision) if one.digest}
    cards = [card for card in page.card_maker().cards(page.findings()) if card.counts]
    here = [card for card in cards if any(w.get("artifact") == path for w in card.wheres)]

    def url(to: str, as_picture: bool) -> str:
        if as_picture and to in stored:
            return f"{_PICTURES.decode()}{stored[to]}/"
        return page.places.url(to)

    file = file_page(
        package, path, here[:MAX_CARDS], url, focus=view.focus, as_source=view.as_source
    )
    if file is None:
        return None
    return ShownFile(
        path=path,
        kind=file.kind,
        found_here=len(here),
        worst=here[0].severity if here else "",
        stored=stored.get(path, 0),
        parts=(
            _outline(page, package, cards, file).encode(),
            _content(file, url(path, True) if path in stored else "").encode(),
            _findings(page, path, here, len(cards) - len(here), view).encode(),
        ),
    )


def _outline(
    page: RevisionPage, package: Package, cards: Sequence[Card], file: FilePage
) -> SafeString:
    context = {
        "file": file,
        "outline": outline(page.places, package, cards),
        "artefacts": artefacts(page.places, page.reading or {}, package, cards),
    }
    return render_to_string("workspace/_document_outline.html", context)


def _content(file: FilePage, stored_file: str) -> SafeString:
    context = {"file": file, "stored_file": stored_file}
    return render_to_string("workspace/_document_content.html", context)


def _findings(
    page: RevisionPage, path: str, here: Sequence[Card], elsewhere: int, view: View
) -> SafeString:
    context: dict[str, Any] = {
        "cards": here[:MAX_CARDS],
        "found_here": len(here),
        "elsewhere": elsewhere,
        "file_path": path,
        "request": page.request,
        "revision": page.revision,
        "submission": page.revision.submission,
        "run": page.run,
        "may_reply": page.may_reply,
        "reply_kinds": ReplyKind.choices,
        "panels": view.with_comments,
        "csrf_token": _TOKEN.decode(),
    }
    return render_to_string("workspace/_document_findings.html", context)
