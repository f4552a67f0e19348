"""Forms of handing in."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.core.files.uploadedfile import UploadedFile


class UploadForm(forms.Form):
    """One archive or several single files, with an optional note.

    The files are taken by ``uploads``: Django's own field knows only one. ``paths`` holds the
    relative paths that a dropped folder gives, one line a file in the same order.
    """

    note = forms.CharField(required=False, max_length=500, strip=True)
    paths = forms.CharField(required=False, max_length=200_000, strip=False)

    def uploads(self) -> list[tuple[str, bytes]]:
        """Name (or relative path) and content of every file of the form."""
        files: Sequence[UploadedFile] = self.files.getlist("package")
        paths = self.cleaned_data.get("paths", "").splitlines()
        if len(paths) != len(files):
            paths = [file.name or "upload" for file in files]
        return [(path, file.read()) for path, file in zip(paths, files, strict=True)]


class MainForm(forms.Form):
    """Which of several files is the main document."""

    main = forms.CharField(max_length=500)
