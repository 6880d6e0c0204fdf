from __future__ import annotations

from django.urls import path

from avert.web.trail import views

app_name = "trail"
urlpatterns = [path("", views.trail, name="trail")]
