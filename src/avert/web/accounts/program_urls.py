"""Addresses of an organisation's programs."""

from __future__ import annotations

from django.urls import path

from avert.web.accounts import program_pages as pages

app_name = "programs"
ROOT = "<uuid:organisation_id>/programs/"
ONE = f"{ROOT}<uuid:program_id>/"
urlpatterns = [
    path(ROOT, pages.programs, name="programs"),
    path(f"{ROOT}new/", pages.new_program, name="new"),
    path(f"{ONE}end/", pages.end, name="end"),
    path(f"{ONE}tokens/new/", pages.new_token, name="new-token"),
    path(f"{ONE}tokens/<uuid:token_id>/revoke/", pages.revoke, name="revoke-token"),
]
