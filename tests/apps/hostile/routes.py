"""Every address of the site with its parameters, read from the resolver, the schema and the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.apps import apps
from django.contrib.admindocs.views import simplify_regex
from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.generators import SchemaGenerator

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
_READ = re.compile(r"""\.(?:text|number|flag|words)\(\s*["'](\w+)["']""")
_ADMIN_QUERY = (
    "q", "o", "p", "e", "all", "_to_field", "_popup", "_changelist_filters", "id__exact", "id__in",
    "role__exact", "course__id__exact", "created_at__gte", "date_joined__year", "app_label",
    "model_name", "field_name", "term", "next", "page", "page_size", "format", "cursor", "ordering",
)  # fmt: skip


@dataclass(frozen=True)
class Route:
    """An address: its name, and its path with ``<parameter>`` in it."""

    name: str
    path: str

    @property
    def parameters(self) -> list[str]:
        return _PARAMETER.findall(self.path)

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")

    def address(self, values: dict[str, str]) -> str:
        """The path with values that are escaped already."""
        return _PARAMETER.sub(lambda found: values[found[1]], self.path)


@cache
def routes() -> tuple[Route, ...]:
    """All of them, those of Django's admin and of allauth too."""
    found = _walk(get_resolver().url_patterns, "/", "")
    return tuple(sorted(set(found), key=lambda route: (route.path, route.name)))


def _walk(patterns: list[Any], path: str, space: str) -> Iterator[Route]:
    for pattern in patterns:
        part = simplify_regex(str(pattern.pattern)).lstrip("/") if str(pattern.pattern) else ""
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, path + part, inner)
        elif isinstance(pattern, URLPattern):
            yield Route(f"{space}{pattern.name}", path + part)


@cache
def schema() -> dict[str, Any]:
    """The OpenAPI description."""
    made: dict[str, Any] = SchemaGenerator().get_schema(public=True)
    return made


@cache
def query_names(path: str) -> tuple[str, ...]:
    """Names that the schema lists for an address first, then all that any view reads."""
    template = _PARAMETER.sub(r"{\1}", path)
    own = {
        one["name"]
        for operation in schema()["paths"].get(template, {}).values()
        for one in operation.get("parameters", ())
        if one["in"] == "query"
    }
    return (*sorted(own) * 4, *_all_query_names())


@cache
def _all_query_names() -> tuple[str, ...]:
    texts = (
        file.read_text(encoding="utf-8")
        for config in apps.get_app_configs()
        if config.name.startswith("apps.")
        for file in Path(config.path).rglob("*.py")
    )
    return tuple(
        sorted({name for text in texts for name in _READ.findall(text)} | set(_ADMIN_QUERY))
    )


@cache
def body_names(method: str, path: str) -> tuple[str, ...]:
    """Fields of the JSON that an operation of the API takes."""
    template = _PARAMETER.sub(r"{\1}", path)
    operation = schema()["paths"].get(template, {}).get(method.lower(), {})
    for content in operation.get("requestBody", {}).get("content", {}).values():
        given = content["schema"]
        if "$ref" in given:
            given = schema()["components"]["schemas"][given["$ref"].rpartition("/")[2]]
        return tuple(given.get("properties", ()))
    return ()


@cache
def form_names() -> tuple[str, ...]:
    """Fields of all forms of the site, allauth's and the admin's own ones too."""
    found = {"csrfmiddlewaretoken", "action", "_selected_action", "select_across", "next", "post"}
    waiting: list[type[Any]] = [forms.BaseForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        found |= set(getattr(kind, "base_fields", ()))
    return tuple(sorted(found | set(_all_query_names())))
