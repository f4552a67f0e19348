"""Pages about the own account that allauth does not bring: settings and API tokens."""

from __future__ import annotations

from django.conf import settings as site
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import services
from apps.accounts.access import person_of, token_for
from apps.accounts.forms import SettingsForm, TokenForm
from apps.accounts.queries import tokens_of
from apps.common import markdown


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Name and shortcuts, and the way to password and tokens."""
    user = person_of(request)
    form = SettingsForm.of(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.account_update(user=user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("accounts:settings")
    context = {"form": form, "crumbs": [{"label": "Account"}]}
    return render(request, "accounts/settings.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """My API tokens. A new one is shown in the answer to the form, and never again."""
    user = person_of(request)
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        _, secret = services.token_create(user=user, **form.service_values())
        form = TokenForm()
    context = {
        "form": form,
        "secret": secret,
        "tokens": tokens_of(user),
        "now": timezone.now(),
        "crumbs": [
            {"label": "Account", "url": reverse("accounts:settings")},
            {"label": "API tokens"},
        ],
    }
    return render(request, "accounts/tokens.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def token_revoke(request: HttpRequest, token_id: str) -> HttpResponse:
    """End one of my tokens."""
    user = person_of(request)
    token = services.token_revoke(user=user, token=token_for(user, token_id))
    messages.success(request, f"The token “{token.name}” no longer works.")
    return redirect("accounts:tokens")


@require_GET
def api_docs(request: HttpRequest) -> HttpResponse:
    """How programs use the site, with an example for a team's CI; public."""
    source = (site.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
    title, _, rest = source.partition("\n")
    context = {
        "heading": title.removeprefix("# "),
        "text": markdown.render(rest, base_level=1),
        "crumbs": [{"label": "API"}],
    }
    return render(request, "accounts/api_docs.html", context)
