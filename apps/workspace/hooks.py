"""The door for pages of other rooms: the frame of a revision's pages, and what can be added to it."""

from apps.workspace.pages.documents import FileUrl, with_addresses
from apps.workspace.pages.finding_cards import Card, CardMaker
from apps.workspace.pages.places import Places
from apps.workspace.panels import Panel, Tab, panel_sources, tab_sources
from apps.workspace.revision_page import RevisionPage, file_urls
from apps.workspace.views.report import progress_of

__all__ = [
    "Card",
    "CardMaker",
    "FileUrl",
    "Panel",
    "Places",
    "RevisionPage",
    "Tab",
    "file_urls",
    "panel_sources",
    "progress_of",
    "tab_sources",
    "with_addresses",
]
