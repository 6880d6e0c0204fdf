from __future__ import annotations

from django.urls import path

from avert.web.alerts import sheets, views

app_name = "alerts"
urlpatterns = [
    path("", views.channels, name="channels"),
    path("test/", views.test, name="test"),
    path("undelivered/", views.undelivered, name="undelivered"),
    path("<uuid:delivery_id>/again/", views.again, name="again"),
    path("<uuid:delivery_id>/reached/", views.reached, name="reached"),
    path("warnings/<uuid:warning_id>/card.pdf", sheets.card, name="card"),
]
