from __future__ import annotations

from django.urls import URLPattern

from avert.web.society.imports import urls as imports
from avert.web.society.network import urls as network
from avert.web.society.register import urls as register

app_name = "society"
urlpatterns: list[URLPattern] = [
    *register.urlpatterns,
    *network.urlpatterns,
    *imports.urlpatterns,
]
