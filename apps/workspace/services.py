"""Rendered documents for rooms that show them in their own way."""

from apps.workspace.pictures import RENDERER_VERSION, html_of

__all__ = ["RENDERER_VERSION", "html_of"]
