"""Browser modules and what they import."""

from __future__ import annotations

from django.template import Context, Template

from apps.common.modules import needed_by


def test_a_module_is_listed_with_everything_it_imports_each_once():
    found = needed_by("js/workspace/main.js")
    assert found[0] == "js/workspace/main.js"
    assert {"js/ui.js", "js/workspace/text.js", "js/workspace/paint.js"} <= set(found)
    assert len(found) == len(set(found))


def test_a_page_asks_for_all_of_them_at_once():
    page = Template('{% load ui %}{% modules "js/document.js" %}').render(Context())
    assert page.count("modulepreload") == len(needed_by("js/document.js"))
    assert page.endswith('<script src="/static/js/document.js" type="module"></script>')
