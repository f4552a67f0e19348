"""Rendered documents for rooms that show them in their own way."""

from apps.workspace.pictures import RENDERER_VERSION, html_of, is_rendered

__all__ = ["RENDERER_VERSION", "html_of", "is_rendered"]
