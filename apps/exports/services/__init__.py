"""Asking for exports, and bringing annotations in."""

from apps.exports.services.exporting import TASK, export_request
from apps.exports.services.importing import ImportRefused, annotations_import

__all__ = ["TASK", "ImportRefused", "annotations_import", "export_request"]
