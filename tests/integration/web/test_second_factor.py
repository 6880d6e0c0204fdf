from __future__ import annotations

import datetime as dt
import re
import threading

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.people import OCCASION, PASSWORD, client_of, make_person
from tests.second_steps import (
    HALF_MINUTE,
    SECRET,
    code_at,
    code_now,
    confirmed,
    give_code,
    give_password,
    secret_on,
    with_second_factor,
)

from avert.errors import InputError
from avert.web.accounts import authentication, codes, second_factor
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.policy import needs_second_factor
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit.models import AuditEntry
from avert.web.commands import site
from avert.web.limits.purposes import LIMITS, Purpose

NOON = dt.datetime(2024, 3, 2, 12, 0, tzinfo=dt.UTC)
ADD = "/account/second-step/add/"


def actions() -> list[str]:
    return list(AuditEntry.objects.values_list("action", flat=True))


def use(person: Person, code: str, now: dt.datetime = NOON) -> codes.Factor | None:
    return codes.use(person=person, code=code, now=now)


def is_inside(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_a_code_is_good_once(analyst: Person) -> None:
    with_second_factor(analyst)
    assert use(analyst, code_at(NOON)) == codes.Factor.APP_CODE
    assert use(analyst, code_at(NOON)) is None


def test_the_code_that_set_the_app_up_logs_nobody_in(analyst: Person) -> None:
    with_second_factor(analyst, at=NOON)
    assert use(analyst, code_at(NOON)) is None


@pytest.mark.parametrize(("steps", "is_good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(analyst: Person, steps: int, is_good: bool) -> None:
    with_second_factor(analyst)
    assert (use(analyst, code_at(NOON + steps * HALF_MINUTE)) is not None) is is_good


def test_a_code_older_than_the_last_used_is_refused(analyst: Person) -> None:
    with_second_factor(analyst)
    assert use(analyst, code_at(NOON + HALF_MINUTE))
    assert use(analyst, code_at(NOON)) is None
    assert use(analyst, code_at(NOON - HALF_MINUTE)) is None


def test_a_code_may_be_typed_with_spaces(analyst: Person) -> None:
    with_second_factor(analyst)
    code = code_at(NOON)
    assert use(analyst, f" {code[:3]} {code[3:]} ")


@pytest.mark.parametrize("code", ["", "000", "١٢٣٤٥٦", "x" * 40, "\x00"])
def test_what_is_no_code_is_refused(analyst: Person, code: str) -> None:
    with_second_factor(analyst)
    assert use(analyst, code) is None


def test_each_recovery_code_is_good_once(analyst: Person) -> None:
    recovery = with_second_factor(analyst)
    assert len(set(recovery)) == 10
    for left, code in zip(range(9, -1, -1), recovery, strict=True):
        assert use(analyst, f"{code[:5]} {code[5:]}") == codes.Factor.RECOVERY_CODE
        assert use(analyst, code) is None
        assert second_factor.recovery_codes_left(analyst) == left


def test_another_s_codes_are_refused(analyst: Person, lead: Person) -> None:
    recovery = with_second_factor(analyst)
    second_factor.enrol(person=lead, secret="A" * 32, code=code_at(NOON, "A" * 32), occasion=OCCASION)
    with_second_factor(lead)
    assert use(lead, recovery[0]) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["recovery", "app"])
def test_of_uses_of_one_code_at_once_one_succeeds(kind: str) -> None:
    person = make_person("analyst")
    recovery = with_second_factor(person)
    code = recovery[3] if kind == "recovery" else code_at(NOON)
    found: list[codes.Factor | None] = []
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        found.append(use(person, code))
        connection.close()

    threads = [threading.Thread(target=work) for _worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(bool, found)) == [False, False, False, True]


def test_the_secret_is_sealed_in_the_database(analyst: Person) -> None:
    with_second_factor(analyst)
    kept = [str(row.data) for row in Authenticator.objects.all()]
    assert len(kept) == 2
    assert not any(SECRET in text for text in kept)


def test_with_another_secret_key_no_code_is_good_and_the_person_is_not_let_in(
    analyst: Person, settings: object
) -> None:
    recovery = with_second_factor(analyst)
    settings.SECRET_KEY = "another secret key, as after a restore without it"
    assert use(analyst, code_at(NOON)) is None
    assert use(analyst, recovery[0]) is None
    assert second_factor.recovery_codes_left(analyst) == 0
    assert second_factor.has_second_factor(analyst)


def test_the_password_alone_opens_nothing(stranger: Client, analyst: Person) -> None:
    with_second_factor(analyst)
    answer = give_password(stranger, "analyst", next="/account/password/")
    assert answer.headers["Location"] == "/account/log-in/code/?next=%2Faccount%2Fpassword%2F"
    assert not is_inside(stranger)
    answer = give_code(stranger, code_now(), next="/account/password/")
    assert answer.headers["Location"] == "/account/password/"
    assert is_inside(stranger)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.actor_id, entry.field_names) == ("log-in", analyst.pk, ["second_factor"])


def test_nobody_comes_to_the_second_step_without_the_password(stranger: Client, analyst: Person) -> None:
    with_second_factor(analyst)
    assert stranger.get("/account/log-in/code/").headers["Location"] == "/account/log-in/"
    assert give_code(stranger, code_now()).headers["Location"] == "/account/log-in/"
    assert not is_inside(stranger)


def test_five_minutes_after_the_password_the_code_comes_too_late(
    stranger: Client, analyst: Person, settings: object
) -> None:
    with_second_factor(analyst)
    give_password(stranger, "analyst")
    settings.AVERT_HALF_LOGGED_IN = dt.timedelta(0)
    assert give_code(stranger, code_now()).headers["Location"] == "/account/log-in/"
    settings.AVERT_HALF_LOGGED_IN = dt.timedelta(minutes=5)
    assert give_code(stranger, code_now()).headers["Location"] == "/account/log-in/"
    assert not is_inside(stranger)


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!"}])
def test_whoever_is_deactivated_or_changes_the_password_meanwhile_is_not_let_in(
    stranger: Client, analyst: Person, change: dict
) -> None:
    with_second_factor(analyst)
    give_password(stranger, "analyst")
    Person.objects.filter(pk=analyst.pk).update(**change)
    give_code(stranger, code_now())
    assert not is_inside(stranger)


def test_the_session_has_a_new_key_after_each_step_and_keeps_nothing_of_the_half_way(
    stranger: Client, analyst: Person
) -> None:
    with_second_factor(analyst)
    keys = [stranger.session.session_key]
    give_password(stranger, "analyst")
    keys.append(stranger.session.session_key)
    give_code(stranger, code_now())
    keys.append(stranger.session.session_key)
    assert len(set(keys)) == 3
    assert authentication.HALF not in stranger.session
    stranger.post("/account/log-out/")
    assert set(stranger.session.keys()) <= {"_messages"}


def test_a_recovery_code_logs_in_and_says_how_many_are_left(stranger: Client, analyst: Person) -> None:
    recovery = with_second_factor(analyst)
    give_password(stranger, "analyst")
    give_code(stranger, recovery[0])
    assert "9 are left" in stranger.get("/account/").content.decode()
    assert AuditEntry.objects.latest("sequence").field_names == ["recovery_code"]


def test_guessing_codes_is_stopped_whatever_browser_it_comes_from(analyst: Person) -> None:
    with_second_factor(analyst)
    most = LIMITS[Purpose.SECOND_FACTOR].most
    for _guess in range(most + 2):
        client = Client()
        give_password(client, "analyst")
        give_code(client, "000000")
    answer = give_code(client, code_now())
    assert "Too many tries have failed. Try again in 60 minutes." in answer.content.decode()
    assert not is_inside(client)
    assert actions().count("log-in-refused") == most
    assert actions().count("locked-out") == 1


def enrol(client: Client, steps: int = 0):
    secret = secret_on(client.get(ADD).content.decode())
    return secret, client.post(ADD, {"code": code_now(secret, steps)})


def test_setting_up_shows_recovery_codes_once_and_ends_other_sessions(analyst: Person) -> None:
    here, elsewhere = confirmed(client_of(analyst)), client_of(analyst)
    assert is_inside(elsewhere)
    secret, answer = enrol(here)
    shown = re.findall(r"<code translate=\"no\">(\d{5}) (\d{5})</code>", answer.content.decode())
    assert len(shown) == 10
    assert not is_inside(elsewhere)
    assert use(analyst, "".join(shown[0])) == codes.Factor.RECOVERY_CODE
    for address in ("/account/second-step/", "/account/"):
        assert shown[1][0] not in here.get(address).content.decode()
    assert "second-factor-add" in actions()
    assert secret not in str(dict(here.session))


def test_a_wrong_code_sets_nothing_up_and_the_picture_stays_the_same(analyst: Person) -> None:
    client = confirmed(client_of(analyst))
    before = secret_on(client.get(ADD).content.decode())
    answer = client.post(ADD, {"code": "000000"})
    assert secret_on(answer.content.decode()) == before
    assert not second_factor.has_second_factor(analyst)


def test_the_secret_lies_sealed_in_the_session(analyst: Person) -> None:
    client = confirmed(client_of(analyst))
    secret = secret_on(client.get(ADD).content.decode())
    assert secret not in str(dict(client.session))


def test_the_picture_is_drawn_without_what_the_security_policy_refuses(analyst: Person) -> None:
    html = confirmed(client_of(analyst)).get(ADD).content.decode()
    assert 'src="data:image/svg+xml;base64,' in html
    assert "style=" not in html


def test_another_device_replaces_the_first_and_its_recovery_codes(analyst: Person) -> None:
    old = with_second_factor(analyst)
    enrol(confirmed(client_of(analyst)))
    now = dt.datetime.now(dt.UTC)
    assert codes.use(person=analyst, code=code_at(now), now=now) is None
    assert codes.use(person=analyst, code=old[0], now=now) is None
    assert second_factor.recovery_codes_left(analyst) == 10


def test_new_recovery_codes_replace_the_old(analyst: Person) -> None:
    old = with_second_factor(analyst)
    answer = confirmed(client_of(analyst)).post("/account/second-step/codes/")
    assert answer.content.decode().count("<li><code") == 10
    assert use(analyst, old[0]) is None
    assert actions()[-1] == "recovery-codes"


def test_recovery_codes_without_a_second_step_are_not_made(analyst: Person) -> None:
    answer = confirmed(client_of(analyst)).post("/account/second-step/codes/")
    assert answer.headers["Location"] == ADD
    assert not Authenticator.objects.exists()


def test_whoever_is_asked_for_a_second_step_cannot_remove_it(analyst: Person, settings: object) -> None:
    with_second_factor(analyst)
    client = confirmed(client_of(analyst))
    settings.AVERT_SECOND_FACTOR = ("everyone",)
    client.post("/account/second-step/remove/")
    assert second_factor.has_second_factor(analyst)
    settings.AVERT_SECOND_FACTOR = ()
    client.post("/account/second-step/remove/")
    assert not second_factor.has_second_factor(analyst)
    assert actions()[-1] == "second-factor-remove"


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ((), set()),
        (("administrator", "lead"), {"administrator", "lead"}),
        (("analyst",), {"analyst"}),
        (("reader",), {"reader"}),
        (("everyone",), {"administrator", "lead", "analyst", "reader", "nothing"}),
    ],
)
def test_each_role_is_asked_for_a_second_step_where_the_deployment_says_so(
    administrator: Person, committee: Organisation, settings: object, asked: tuple[str, ...], held: set[str]
) -> None:
    persons = {kind.value: make_person(kind.value, committee, kind) for kind in RoleKind}
    persons |= {"administrator": administrator, "nothing": make_person("nothing")}
    settings.AVERT_SECOND_FACTOR = asked
    assert {name for name, person in persons.items() if needs_second_factor(person)} == held


def test_a_role_with_limits_counts_too(committee: Organisation, settings: object) -> None:
    settings.AVERT_SECOND_FACTOR = ("lead",)
    person = make_person("lead-of-talks", committee, RoleKind.LEAD)
    person.memberships.get().roles.update(topic="diplomacy", place="gw:530")
    assert needs_second_factor(person)


def test_no_program_is_asked_for_a_second_step(settings: object, db: None) -> None:
    settings.AVERT_SECOND_FACTOR = ("everyone",)
    assert not needs_second_factor(make_person("program", is_service=True))


def test_whoever_lacks_the_second_step_is_held_where_it_is_set_up(lead: Person, settings: object) -> None:
    settings.AVERT_SECOND_FACTOR = ("lead",)
    client = client_of(lead)
    assert client.get("/").headers["Location"] == ADD
    assert client.post("/account/sessions/end-others/").headers["Location"] == ADD
    answer = client.get("/api/v1/openapi.json")
    assert (answer.status_code, answer.json()["error"]) == (403, "second-factor-missing")
    assert client.get(ADD).headers["Location"] == "/account/confirm/?next=%2Faccount%2Fsecond-step%2Fadd%2F"
    enrol(confirmed(client))
    assert is_inside(client)


def test_the_one_time_password_is_replaced_before_the_second_step(settings: object, db: None) -> None:
    settings.AVERT_SECOND_FACTOR = ("everyone",)
    client = client_of(make_person("newcomer", must_change_password=True))
    assert client.get("/").headers["Location"] == "/account/password/"


def test_whoever_runs_the_server_lets_someone_in_who_lost_everything(analyst: Person) -> None:
    with_second_factor(analyst)
    assert CliRunner().invoke(site, ["remove-second-factor", "analyst"]).exit_code == 0
    assert not second_factor.has_second_factor(analyst)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.actor_kind) == ("second-factor-remove", "operator")
    for name in ("analyst", "nobody"):
        done = CliRunner().invoke(site, ["remove-second-factor", name])
        assert isinstance(done.exception, InputError)


@pytest.mark.parametrize("route", ["account_login", "account_signup", "account_reset_password", "mfa_index"])
def test_the_library_s_own_pages_are_not_there(route: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(route)


def test_codes_and_secrets_reach_no_log(
    stranger: Client, analyst: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with_second_factor(analyst)
    code = code_now()
    with caplog.at_level("DEBUG"):
        give_password(stranger, "analyst")
        give_code(stranger, code)
    assert code not in caplog.text
    assert PASSWORD not in caplog.text
