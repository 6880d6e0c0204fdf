from __future__ import annotations

import datetime as dt

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from tests.people import PASSWORD, client_of
from tests.second_steps import code_now, confirmed, give_password, with_second_factor

from avert.web.access import for_programs
from avert.web.accounts.models import Person
from avert.web.accounts.reauthentication import needs_recent_authentication
from avert.web.audit.models import AuditEntry
from avert.web.limits.purposes import LIMITS, Purpose

CONFIRM = "/account/confirm/"


@needs_recent_authentication()
def sensitive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


@needs_recent_authentication(form="a-form")
def sent(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse("done")


@for_programs
@needs_recent_authentication()
def of_programs(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


@needs_recent_authentication()
@for_programs
def of_programs_too(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


urlpatterns = [
    path("sensitive/", sensitive),
    path("form/<int:number>/", sensitive, name="a-form"),
    path("form/<int:number>/sent/", sent),
    path("program/", of_programs),
    path("program-too/", of_programs_too),
    path("", include("avert.web.urls")),
]
pytestmark = pytest.mark.urls(__name__)


def test_a_sensitive_page_asks_first_and_is_then_shown(analyst: Person) -> None:
    client = client_of(analyst)
    asked = client.get("/sensitive/?page=2").headers["Location"]
    assert asked == "/account/confirm/?next=%2Fsensitive%2F%3Fpage%3D2"
    answer = client.post(asked, {"password": PASSWORD, "next": "/sensitive/?page=2"})
    assert answer.headers["Location"] == "/sensitive/?page=2"
    assert client.get("/sensitive/").content == b"done"
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.actor_id, entry.field_names) == ("re-authenticate", analyst.pk, ["password"])


def test_what_was_sent_is_not_replayed(analyst: Person) -> None:
    client = client_of(analyst)
    assert client.post("/form/7/sent/").headers["Location"] == "/account/confirm/?next=%2Fform%2F7%2F"
    assert "Nothing was changed yet" in client.get(CONFIRM).content.decode()
    assert confirmed(client).post("/form/7/sent/").content == b"done"


def test_having_just_logged_in_is_enough(stranger: Client, analyst: Person) -> None:
    give_password(stranger, "analyst")
    assert stranger.get("/sensitive/").content == b"done"


def test_it_is_asked_again_when_the_time_has_passed(
    stranger: Client, analyst: Person, settings: object
) -> None:
    give_password(stranger, "analyst")
    settings.AVERT_RECENT_AUTHENTICATION = dt.timedelta(0)
    assert stranger.get("/sensitive/").status_code == 302


def test_confirming_leads_to_no_other_site(analyst: Person) -> None:
    answer = client_of(analyst).post(CONFIRM, {"password": PASSWORD, "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_a_wrong_password_confirms_nothing(analyst: Person) -> None:
    client = client_of(analyst)
    assert "not your password" in client.post(CONFIRM, {"password": "wrong"}).content.decode()
    assert client.get("/sensitive/").status_code == 302
    assert AuditEntry.objects.latest("sequence").action == "log-in-refused"


def test_whoever_has_an_app_is_asked_for_its_code_and_never_a_recovery_code(analyst: Person) -> None:
    recovery = with_second_factor(analyst)
    client = client_of(analyst)
    client.post(CONFIRM, {"code": recovery[0]})
    assert client.get("/sensitive/").status_code == 302
    client.post(CONFIRM, {"code": code_now()})
    assert client.get("/sensitive/").content == b"done"


def test_a_code_that_confirmed_cannot_log_in_too(stranger: Client, analyst: Person) -> None:
    with_second_factor(analyst)
    code = code_now()
    client_of(analyst).post(CONFIRM, {"code": code})
    give_password(stranger, "analyst")
    stranger.post("/account/log-in/code/", {"code": code})
    assert stranger.get("/account/").status_code == 302


def test_the_password_does_too_when_the_telephone_is_away(analyst: Person) -> None:
    with_second_factor(analyst)
    client = client_of(analyst)
    assert "password=1" in client.get(CONFIRM).content.decode()
    assert confirmed(client).get("/sensitive/").content == b"done"


def test_guessing_at_an_unlocked_computer_is_stopped(analyst: Person) -> None:
    client, most = client_of(analyst), LIMITS[Purpose.REAUTHENTICATION].most
    for _guess in range(most):
        client.post(CONFIRM, {"password": "wrong"})
    assert "Too many tries" in client.post(CONFIRM, {"password": PASSWORD}).content.decode()
    assert client.get("/sensitive/").status_code == 302
    assert AuditEntry.objects.filter(action="locked-out", object_id=str(analyst.pk)).count() == 1


def test_guessing_the_old_password_where_it_is_changed_is_stopped(analyst: Person) -> None:
    client, new = client_of(analyst), "another four plain words"
    said = {"new_password1": new, "new_password2": new}
    for _guess in range(LIMITS[Purpose.PASSWORD_CHANGE].most):
        client.post("/account/password/", said | {"old_password": "wrong"})
    answer = client.post("/account/password/", said | {"old_password": PASSWORD})
    assert "Too many tries" in answer.content.decode()


@pytest.mark.parametrize("address", ["/program/", "/program-too/"])
def test_a_program_is_told_in_its_own_words(analyst: Person, address: str) -> None:
    answer = client_of(analyst).get(address)
    assert (answer.status_code, answer.json()["error"]) == (403, "not-confirmed")


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "/account/second-step/add/"),
        ("post", "/account/second-step/add/"),
        ("post", "/account/second-step/codes/"),
        ("post", "/account/second-step/remove/"),
        ("post", "/account/sessions/end-others/"),
    ],
)
def test_what_is_sensitive_asks_first(analyst: Person, method: str, address: str) -> None:
    with_second_factor(analyst)
    answer = getattr(client_of(analyst), method)(address)
    assert answer.headers["Location"].startswith(CONFIRM)
