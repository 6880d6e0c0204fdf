from __future__ import annotations

from django.urls import path

from avert.web.access import Scopes, for_programs
from avert.web.accounts.vocabulary import Scope
from avert.web.alerts import program_views

SCOPES: Scopes = {"GET": frozenset({Scope.READ.value})}

app_name = "alert-programs"
urlpatterns = [
    path("api/v1/alerts.atom", for_programs(program_views.atom, SCOPES), name="atom"),
    path("api/v1/alerts/<uuid:identifier>.cap", for_programs(program_views.document, SCOPES), name="cap"),
]
