"""Asking for exports, and bringing annotations in."""

from apps.exports.services.exporting import EXPORT, export_request
from apps.exports.services.import_part import Writable, writable
from apps.exports.services.importing import (
    IMPORT,
    MOST_WAITING,
    ImportRefused,
    TooManyImports,
    annotations_import,
)
from apps.exports.services.taking import Taking, import_settle

__all__ = [
    "EXPORT",
    "IMPORT",
    "MOST_WAITING",
    "ImportRefused",
    "Taking",
    "TooManyImports",
    "Writable",
    "annotations_import",
    "export_request",
    "import_settle",
    "writable",
]
