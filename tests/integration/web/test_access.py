from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from tests.integration.web.addresses import every_address
from tests.people import client_of, make_person

from avert.web.access import reference_page
from avert.web.accounts.models import Person

# What a stranger needs in order to stop being one, and to read that page at all. Nothing else belongs here.
OPEN = {
    *("/account/log-in/", "/account/log-out/", "/account/join/"),
    *("/preferences/appearance/", "/preferences/language/"),
}


# Where something is settled that keeps a person from going on.
SETTLING = {"/account/password/", "/account/second-step/add/", "/account/confirm/"}


def is_for_programs(address: str) -> bool:
    """A program must not be led to a page: it would take that for data."""
    return address.startswith(("/api/", "/download/")) and address != "/api/v1/docs/"


@reference_page
def a_reference_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("public")


def any_other_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("private")


urlpatterns = [
    path("reference/", a_reference_page),
    path("other/", any_other_page),
    path("", include("avert.web.urls")),
]


def test_a_stranger_gets_nothing_but_the_way_in(stranger: Client) -> None:
    addresses = every_address()
    assert set(addresses) >= OPEN
    for address in set(addresses) - OPEN:
        for answer in (stranger.get(address), stranger.post(address)):
            if is_for_programs(address):
                assert answer.status_code == 401, address
                assert answer.json()["error"] == "not-logged-in"
                continue
            assert answer.status_code == 302, address
            assert answer.headers["Location"].startswith("/account/log-in/"), address


def test_what_is_open_to_strangers_shows_no_content(stranger: Client) -> None:
    assert stranger.get("/account/log-in/").status_code == 200
    for address in OPEN - {"/account/log-in/", "/account/join/"}:
        assert stranger.get(address).status_code == 405


def test_every_page_opens_for_somebody(administrator: Person, lead: Person) -> None:
    clients = client_of(administrator), client_of(lead)
    for address in every_address():
        answers = {client.get(address).status_code for client in clients}
        assert answers & {200, 302, 404, 405}, address
        assert max(answers) < 500, address


@pytest.mark.urls(__name__)
def test_reference_pages_are_closed_until_the_deployment_publishes_them(stranger: Client) -> None:
    assert stranger.get("/reference/").status_code == 302


@pytest.mark.urls(__name__)
def test_publishing_reference_pages_opens_nothing_else(stranger: Client, settings: object) -> None:
    settings.AVERT_PUBLIC_REFERENCE = True
    assert stranger.get("/reference/").content == b"public"
    assert stranger.get("/other/").status_code == 302
    assert stranger.get("/").status_code == 302


def test_a_one_time_password_opens_only_the_page_that_replaces_it(db: None) -> None:
    client = client_of(make_person("newcomer", must_change_password=True))
    for address in set(every_address()) - OPEN - SETTLING:
        answer = client.get(address)
        if is_for_programs(address):
            assert (answer.status_code, answer.json()["error"]) == (403, "temporary-password")
        else:
            assert answer.headers["Location"] == "/account/password/"
    assert client.get("/account/password/").status_code == 200


def test_the_styleguide_is_for_staff_in_development(
    administrator: Person, analyst: Person, settings: object
) -> None:
    assert client_of(administrator).get("/styleguide/").status_code == 404
    settings.AVERT_DEVELOPMENT = True
    assert client_of(administrator).get("/styleguide/").status_code == 200
    assert client_of(analyst).get("/styleguide/").status_code == 404


def test_there_is_no_admin_site(settings: object) -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert not [address for address in every_address() if "admin" in address]
