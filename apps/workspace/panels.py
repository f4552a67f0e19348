"""What pages of other rooms share with the workspace: its frame, its panels and its tabs.

The workspace knows nothing of comments or comparisons: it shows a document with its findings, and
whatever panels, counts and tabs are registered here in ``AppConfig.ready``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from apps.accounts.policy import Identity
from apps.common.hooks import Hook
from apps.submissions.models import Revision


@dataclass(frozen=True, slots=True)
class Panel:
    """A tab beside the document. ``template`` shows ``panel`` with its ``values``.

    ``preloads`` are addresses that its scripts will ask for at once.
    """

    key: str
    label: str
    icon: str
    template: str
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    preloads: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


PanelSource = Callable[[HttpRequest, Revision, Identity], Panel | None]
panel_sources: Hook[PanelSource] = Hook()
"""Panels of the workspace, in their order; findings come after them."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of the pages of a revision; ``key`` is what the page itself is called."""

    key: str
    label: str
    url: str
    count: int = 0


TabSource = Callable[[HttpRequest, Revision, Identity], list[Tab]]
tab_sources: Hook[TabSource] = Hook()
