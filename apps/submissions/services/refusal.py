"""Why an upload was not taken."""

from __future__ import annotations


class UploadRefused(ValueError):
    """An upload was not taken and nothing of it was stored.

    ``name`` is the upload's name, ``entry`` the entry of the archive it is about (may be empty),
    ``reason`` says what is the matter and ``hint`` what to do.
    """

    def __init__(self, name: str, reason: str, *, entry: str = "", hint: str = "") -> None:
        super().__init__(f"{name}: {reason}")
        self.name, self.entry, self.reason, self.hint = name, entry, reason, hint


class UploadLimitReached(UploadRefused):
    """Too many uploads within an hour; in ``wait`` seconds the next one is taken."""

    def __init__(self, name: str, reason: str, *, hint: str, wait: int) -> None:
        super().__init__(name, reason, hint=hint)
        self.wait = wait
