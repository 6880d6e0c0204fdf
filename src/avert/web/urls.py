"""Every address of the site, one line per app."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("account/", include("avert.web.accounts.urls")),
    path("organisations/", include("avert.web.accounts.program_urls")),
    path("", include("avert.web.alerts.program_urls")),
    path("alerts/", include("avert.web.alerts.urls")),
    path("assessments/", include("avert.web.assessment.urls")),
    path("audit/", include("avert.web.trail.urls")),
    path("book/", include("avert.web.book.urls")),
    path("commitments/", include("avert.web.commitments.urls")),
    path("contacts/", include("avert.web.contacts.urls")),
    path("exercises/", include("avert.web.replays.exercises.urls")),
    path("frameworks/", include("avert.web.assessment.library.urls")),
    path("jobs/", include("avert.web.jobs.urls")),
    path("notes/", include("avert.web.notes.urls")),
    path("records/", include("avert.web.records.urls")),
    path("response/", include("avert.web.response.urls")),
    path("scorecard/", include("avert.web.scorecard.urls")),
    path("signals/", include("avert.web.signals.urls")),
    path("structures/", include("avert.web.society.urls")),
    path("today/", include("avert.web.today.urls")),
    path("warnings/", include("avert.web.warnings.urls")),
    path("", include("avert.web.people.urls")),
    path("", include("avert.web.brief.urls")),
    path("", include("avert.web.sealing.urls")),
    path("", include("avert.web.replays.urls")),
    path("", include("avert.web.world.urls")),
    path("", include("avert.web.api.urls")),
    path("", include("avert.web.site.urls")),
]

handler500 = "avert.web.site.views.failed"
