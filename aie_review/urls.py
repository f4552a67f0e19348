"""All addresses. Each app owns its own; this file says which apps there are."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

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
