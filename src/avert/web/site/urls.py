from __future__ import annotations

from django.urls import path

from avert.web.site import views

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path("preferences/appearance/", views.set_appearance, name="set-appearance"),
    path("preferences/language/", views.set_language, name="set-language"),
    path("styleguide/", views.styleguide, name="styleguide"),
]
