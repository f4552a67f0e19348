"""Tags and filters of the shared components: icons, form fields, dates, numbers, severities.

``{% icon "check" %}`` draws a symbol of the sprite, ``{% field form.title %}`` a form field with its
label, help and errors; the rest are filters.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django import forms, template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.common.avatars import hue, initials
from apps.common.modules import needed_by

register = template.Library()

SEVERITY_ICONS = {
    "blocker": "octagon-x",
    "error": "circle-x",
    "warning": "triangle-alert",
    "info": "info",
    "pass": "circle-check",
    "unknown": "circle-question-mark",
}
SEVERITY_WORDS = {
    "blocker": "Blocker",
    "error": "Error",
    "warning": "Warning",
    "info": "Advice",
    "pass": "Passed",
    "unknown": "Could not tell",
}
STATUS_ICONS = {
    "accepted": "circle-check",
    "proposed": "circle-dot",
    "draft": "pencil",
    "rejected": "circle-x",
    "deprecated": "circle-slash",
    "superseded": "replace",
    "unknown": "circle-question-mark",
}
_ARTIFACT_ICONS = {
    "main": "file-text",
    "adr": "scale",
    "diagram": "workflow",
    "sheet": "file-spreadsheet",
    "asset": "image",
    "other": "file-text",
}

_FAVICON = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'>"
    "<rect width='24' height='24' rx='6.5' fill='#4a53c8'/>"
    "<path d='M6 16.5 10.2 7l4.2 9.5M7.6 13.2h5.2' fill='none' stroke='#fff' stroke-width='1.9' stroke-linecap='round' stroke-linejoin='round'/>"
    "<circle cx='17.3' cy='8.2' r='1.9' fill='#fff'/>"
    "</svg>"
)


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """An icon of the sprite; decorative unless ``label`` is given. ``size`` is "", "sm" or "lg"."""
    classes = f"icon icon--{size}" if size else "icon"
    about = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else SafeString('aria-hidden="true"')
    )
    return format_html(
        '<svg class="{}" {} focusable="false"><use href="{}#{}"></use></svg>',
        classes, about, static("img/icons.svg"), name,
    )  # fmt: skip


@register.simple_tag
def modules(name: str) -> SafeString:
    """A browser module, and hints to load what it imports at once."""
    hints = format_html_join(
        "", '<link rel="modulepreload" href="{}">', ((static(one),) for one in needed_by(name))
    )
    return hints + format_html('<script src="{}" type="module"></script>', static(name))


@register.filter
def severity_icon(severity: str) -> str:
    """Name of the icon that stands for a severity."""
    return SEVERITY_ICONS.get(severity, "info")


@register.filter
def severity_word(severity: str) -> str:
    """A severity in words."""
    return SEVERITY_WORDS.get(severity, severity)


@register.filter
def status_icon(status: str | None) -> str:
    """Name of the icon of an ADR's status."""
    return STATUS_ICONS.get(status or "", "circle-dashed")


@register.filter
def artifact_icon(role: str) -> str:
    """Name of the icon of a file by its role in the package."""
    return _ARTIFACT_ICONS.get(role, "file-text")


register.filter(initials)
register.filter(hue)


@register.filter
def when(moment: datetime | None) -> str:
    """A date as people say it: "today 14:06", "Tue 10:14" within a week, else "Fri 6 Mar, 23:59"."""
    if moment is None:
        return ""
    local, now = timezone.localtime(moment), timezone.localtime()
    time = local.strftime("%H:%M")
    if local.date() == now.date():
        return f"today {time}"
    if abs(local - now) < timedelta(days=6):
        return f"{local:%a} {time}"
    year = "" if local.year == now.year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year}, {time}"


@register.simple_tag
def moment(value: datetime | None) -> SafeString:
    """A ``<time>`` that shows ``when`` and carries the zone on hover."""
    if value is None:
        return SafeString("")
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"), local.strftime("%Y-%m-%d %H:%M:%S %Z"), when(value),
    )  # fmt: skip


@register.filter
def number(value: Any) -> str:
    """A number with thousands commas and at most four significant decimals; text stays as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else str(value)
    if isinstance(value, int) or (float(value).is_integer() and abs(value) < 1e15):
        return f"{int(value):,}"
    if abs(value) >= 1e15 or (value and abs(value) < 1e-4):
        return f"{value:.4g}"
    text = f"{value:,.4f}" if abs(value) < 100 else f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


@register.filter
def share(part: Any, whole: Any) -> str:
    """A part of a whole as a percentage for an SVG attribute: "37.50%"."""
    return f"{100 * part / whole:.2f}%" if whole else "0%"


@register.filter
def words(value: str) -> str:
    """An identifier in words: ``superseded_by`` becomes "superseded by"."""
    return str(value).replace("_", " ")


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """The value of a mapping under a key that is itself a variable."""
    return mapping.get(key) if mapping is not None else None


@register.filter
def at(items: Any, index: int) -> Any:
    """The item of a list at an index that is itself a variable; nothing beyond its end."""
    return items[index] if index < len(items) else ()


@register.filter
def is_checkbox(bound: forms.BoundField) -> bool:
    """Whether a form field is a single tick box."""
    return isinstance(bound.field.widget, forms.CheckboxInput)


@register.filter
def is_choices(bound: forms.BoundField) -> bool:
    """Whether a form field is a list of radio buttons or tick boxes."""
    return isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.inclusion_tag("components/field.html")
def field(bound: forms.BoundField, help_text: str = "", placeholder: str = "") -> dict[str, Any]:
    """A form field with label, help and errors in the look of the site."""
    attrs: dict[str, str | bool] = {}
    widget = bound.field.widget
    if not isinstance(
        widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple
    ):
        attrs["class"] = f"input {widget.attrs.get('class', '')}".strip()
    if placeholder:
        attrs["placeholder"] = placeholder
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs=attrs),
        "help_text": help_text or bound.help_text,
        "required": bound.field.required,
    }


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The current query string with some values changed; an empty value drops the name."""
    kept = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            kept.pop(name, None)
        else:
            kept[name] = value
    encoded = kept.urlencode()
    return f"?{encoded}" if encoded else "?"


@register.simple_block_tag
def empty_state(content: str, title: str, **more: Any) -> SafeString:
    """What stands where nothing is yet: ``icon_name``, ``url``, ``action``, ``primary``; inside, what to do."""
    values = {"title": title, "text": content.strip(), **more}
    return render_to_string("components/empty.html", values)


@register.simple_block_tag
def note(content: str, title: str = "", tone: str = "info") -> SafeString:
    """A remark that stands out, in the tone of a severity."""
    values = {"title": title, "text": content.strip(), "tone": tone}
    return render_to_string("components/note.html", values)


@register.filter
def message_tone(level: str) -> str:
    """The tone of a message of Django's framework."""
    return {"error": "error", "warning": "warning", "success": "pass"}.get(level, "info")


@register.filter
def change_tone(kind: str) -> str:
    """The tone of a kind of change in a drawing of two revisions."""
    if kind in {"added", "removed"}:
        return kind
    return "moved" if kind in {"moved", "regrouped"} else "changed"


@register.simple_tag
def favicon() -> str:
    """The icon of the site as a data address: it costs no request."""
    return "data:image/svg+xml," + quote(_FAVICON, safe="' /=:")
