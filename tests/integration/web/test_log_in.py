from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from tests.people import OCCASION, PASSWORD, client_of, make_person

from avert.errors import InputError
from avert.web.accounts import services
from avert.web.accounts.models import Person
from avert.web.accounts.passwords import new_one_time_password
from avert.web.audit.models import AuditEntry
from avert.web.limits.purposes import LIMITS, Purpose

LOG_IN = "/account/log-in/"
MOST_FAILURES = LIMITS[Purpose.LOG_IN].most


def try_to_log_in(
    client: Client, username: str = "analyst", password: str = PASSWORD, headers=None, **more: str
):
    return client.post(LOG_IN, {"username": username, "password": password, **more}, headers=headers)


def test_logging_in_leads_where_one_wanted_to_go(stranger: Client, analyst: Person) -> None:
    answer = try_to_log_in(stranger, next="/account/password/")
    assert answer.headers["Location"] == "/account/password/"
    assert stranger.get("/", follow=True).status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_logging_in_leads_to_no_other_site(stranger: Client, analyst: Person, elsewhere: str) -> None:
    assert try_to_log_in(stranger, next=elsewhere).headers["Location"] == "/"


def test_a_wrong_password_says_nothing_about_the_name(stranger: Client, analyst: Person) -> None:
    known = try_to_log_in(stranger, password="wrong")
    unknown = try_to_log_in(stranger, username="nobody", password="wrong")
    assert known.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_an_inactive_person_cannot_log_in(stranger: Client, analyst: Person) -> None:
    analyst.is_active = False
    analyst.save()
    assert try_to_log_in(stranger).status_code == 200
    assert stranger.get("/").status_code == 302


def test_guessing_is_stopped_even_with_the_right_password(stranger: Client, analyst: Person) -> None:
    for _guess in range(MOST_FAILURES):
        try_to_log_in(stranger, password="wrong")
    assert "Too many tries" in try_to_log_in(stranger).content.decode()


def test_guessing_at_one_name_keeps_nobody_else_out(stranger: Client, analyst: Person, lead: Person) -> None:
    for _guess in range(MOST_FAILURES):
        try_to_log_in(stranger, password="wrong")
    assert try_to_log_in(stranger, username="lead").status_code == 302


def test_one_address_cannot_guess_at_many_names(stranger: Client, analyst: Person) -> None:
    for guess in range(10 * MOST_FAILURES):
        try_to_log_in(stranger, username=f"name-{guess}", password="wrong")
    assert "Too many tries" in try_to_log_in(stranger).content.decode()


def test_whoever_guesses_from_many_addresses_is_stopped_in_the_end(
    stranger: Client, analyst: Person, settings: object
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for guess in range(LIMITS[Purpose.LOG_IN_NAME].most):
        try_to_log_in(stranger, password="wrong", headers={"X-Forwarded-For": f"192.0.2.{guess}"})
    answer = try_to_log_in(stranger, headers={"X-Forwarded-For": "198.51.100.1"})
    assert "Try again in 60 minutes" in answer.content.decode()


def test_a_wait_says_how_long_it_is_and_leaves_one_entry(stranger: Client, analyst: Person) -> None:
    for _guess in range(MOST_FAILURES + 3):
        answer = try_to_log_in(stranger, password="wrong")
    assert "Try again in 5 minutes." in answer.content.decode()
    assert AuditEntry.objects.filter(action="locked-out").count() == 1


def test_having_logged_in_starts_the_count_anew(stranger: Client, analyst: Person) -> None:
    for _guess in range(MOST_FAILURES - 1):
        try_to_log_in(stranger, password="wrong")
    try_to_log_in(stranger)
    stranger.post("/account/log-out/")
    try_to_log_in(stranger, password="wrong")
    assert try_to_log_in(stranger).status_code == 302


def test_behind_a_proxy_each_visitor_is_counted_apart(
    stranger: Client, analyst: Person, settings: object
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for _guess in range(MOST_FAILURES):
        try_to_log_in(stranger, password="wrong", headers={"X-Forwarded-For": "made up, 192.0.2.1"})
    same = try_to_log_in(stranger, headers={"X-Forwarded-For": "made up anew, 192.0.2.1"})
    assert "Too many tries" in same.content.decode()
    assert try_to_log_in(stranger, headers={"X-Forwarded-For": "192.0.2.2"}).status_code == 302


def test_an_address_out_of_the_same_ipv6_network_is_no_other_visitor(
    stranger: Client, analyst: Person, settings: object
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for guess in range(MOST_FAILURES):
        try_to_log_in(stranger, password="wrong", headers={"X-Forwarded-For": f"2001:db8::{guess:x}"})
    same = try_to_log_in(stranger, headers={"X-Forwarded-For": "2001:db8::ffff"})
    assert "Too many tries" in same.content.decode()
    other = try_to_log_in(stranger, headers={"X-Forwarded-For": "2001:db8:1::1"})
    assert other.status_code == 302


def test_without_a_proxy_a_visitor_cannot_claim_another_address(stranger: Client, analyst: Person) -> None:
    for guess in range(MOST_FAILURES):
        try_to_log_in(stranger, password="wrong", headers={"X-Forwarded-For": f"192.0.2.{guess}"})
    assert "Too many tries" in try_to_log_in(stranger).content.decode()


def test_logging_out_takes_a_form(analyst: Person) -> None:
    client = client_of(analyst)
    assert client.get("/account/log-out/").status_code == 405
    client.post("/account/log-out/")
    assert client.get("/").status_code == 302


def test_changing_the_password_ends_the_other_sessions(analyst: Person) -> None:
    here, elsewhere = client_of(analyst), client_of(analyst)
    new = "another four plain words"
    answer = here.post(
        "/account/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )
    assert answer.headers["Location"] == "/"
    assert here.get("/account/password/").status_code == 200
    assert elsewhere.get("/account/password/").status_code == 302


def test_the_one_time_password_works_until_it_is_replaced(db: None) -> None:
    person, password = services.create_administrator(username="first", occasion=OCCASION)
    assert person.check_password(password)
    assert person.must_change_password
    assert not person.is_superuser
    services.change_password(person=person, new_password=PASSWORD, occasion=OCCASION)
    person.refresh_from_db()
    assert not person.must_change_password
    assert not person.check_password(password)


def test_a_weak_password_is_refused_whoever_asks(db: None) -> None:
    with pytest.raises(ValidationError):
        services.change_password(person=make_person("anyone"), new_password="short", occasion=OCCASION)


def test_two_administrators_do_not_share_a_name(db: None) -> None:
    services.create_administrator(username="first", occasion=OCCASION)
    with pytest.raises(InputError, match="already someone"):
        services.create_administrator(username="first", occasion=OCCASION)


def test_one_time_passwords_do_not_repeat() -> None:
    assert len({new_one_time_password() for _time in range(1000)}) == 1000
