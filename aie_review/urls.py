"""All addresses. Each app owns its own; this file says which apps there are."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

handler400 = "apps.common.refusals.bad_request"

# Django's own form would let people guess without a limit.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("apps.accounts.urls")),
    path("", include("apps.courses.urls")),
    path("", include("apps.submissions.urls")),
    path("", include("apps.checkruns.urls")),
    path("", include("apps.workspace.urls")),
    path("", include("apps.dashboards.urls")),
    path("", include("apps.annotations.urls")),
    path("", include("apps.comparison.urls")),
    path("", include("apps.exports.urls")),
    path("account/", include("allauth.account.urls")),
    path("api/v1/", include("aie_review.api_urls")),
    path("admin/", admin.site.urls),
]

handler500 = "apps.common.unavailable.server_error"
