"""Every address of the site, one line per app."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("account/", include("avert.web.accounts.urls")),
    path("", include("avert.web.site.urls")),
]
