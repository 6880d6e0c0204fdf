from __future__ import annotations

from django.urls import path

from avert.web.records import views

app_name = "records"
urlpatterns = [path("who-would-see/", views.who_would_see, name="who-would-see")]
