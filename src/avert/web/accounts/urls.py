from __future__ import annotations

from django.urls import path

from avert.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("log-in/", views.log_in, name="log-in"),
    path("log-out/", views.log_out, name="log-out"),
    path("password/", views.change_password, name="change-password"),
]
