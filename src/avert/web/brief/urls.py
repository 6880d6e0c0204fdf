from __future__ import annotations

from django.urls import path

from avert.web.brief import views

app_name = "brief"
urlpatterns = [
    path("country/<str:code>/brief.<str:form>", views.document, name="document"),
    path("country/<str:code>/submission/", views.submission, name="submission"),
]
