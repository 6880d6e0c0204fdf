from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from tests.people import PASSWORD, client_of
from tests.second_steps import confirmed, give_password

from avert.web.accounts.models import Person, PersonSession
from avert.web.accounts.sessions import SEEN, STARTED
from avert.web.audit.models import AuditEntry

SESSIONS = "/account/sessions/"
FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:132.7) Gecko/132.7 Firefox/132.7"


def a_client(person: Person, user_agent: str = FIREFOX) -> Client:
    client = Client(headers={"User-Agent": user_agent})
    give_password(client, person.username)
    return client


def is_inside(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def row_of(client: Client) -> PersonSession:
    return PersonSession.objects.get(session_id=client.session.session_key)


def test_the_page_lists_each_session_and_marks_this_one(analyst: Person, lead: Person) -> None:
    here, _elsewhere, _of_another = a_client(analyst), a_client(analyst, "Visitor/1.0"), a_client(lead)
    html = here.get(SESSIONS).content.decode()
    assert html.count("This one") == 1
    assert html.count('scope="row"') == 2
    assert "Firefox · Android" in html
    assert "Another device" in html


def test_ending_a_session_logs_it_out_at_its_next_request(analyst: Person) -> None:
    here, elsewhere = a_client(analyst), a_client(analyst)
    ended = row_of(elsewhere).pk
    here.post("/account/sessions/end/", {"session": ended})
    assert not is_inside(elsewhere)
    assert is_inside(here)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.actor_id, entry.object_id) == ("session-end", analyst.pk, str(ended))


def test_nobody_ends_another_s_session(analyst: Person, lead: Person) -> None:
    here, of_another = a_client(analyst), a_client(lead)
    for asked in (row_of(of_another).pk, uuid.uuid4(), "x", ""):
        assert here.post("/account/sessions/end/", {"session": asked}).status_code == 404
    assert is_inside(of_another)


def test_ending_all_others_asks_again_who_it_is(analyst: Person, lead: Person) -> None:
    here, elsewhere, of_another = client_of(analyst), a_client(analyst), a_client(lead)
    answer = here.post("/account/sessions/end-others/")
    assert answer.headers["Location"] == "/account/confirm/?next=%2Faccount%2Fsessions%2F"
    assert is_inside(elsewhere)
    confirmed(here).post("/account/sessions/end-others/")
    assert [is_inside(client) for client in (here, elsewhere, of_another)] == [True, False, True]


def test_a_session_that_began_by_other_means_can_be_ended_too(analyst: Person) -> None:
    here, elsewhere = a_client(analyst), Client()
    elsewhere.force_login(analyst)
    assert is_inside(elsewhere)
    confirmed(here).post("/account/sessions/end-others/")
    assert not is_inside(elsewhere)


def test_what_is_kept_of_a_session_says_neither_where_nor_with_what_exactly(analyst: Person) -> None:
    here = a_client(analyst)
    kept = row_of(here)
    fields = {field.attname for field in PersonSession._meta.concrete_fields}
    assert fields == {"id", "session_id", "person_id", "started", "last_seen", "device"}
    assert kept.device == "Firefox · Android"
    assert (kept.last_seen.minute, kept.last_seen.second, kept.last_seen.microsecond) == (0, 0, 0)
    assert "127.0.0.1" not in str(here.session.items()) + str(vars(kept))


def test_last_seen_moves_on(analyst: Person) -> None:
    here = a_client(analyst)
    seen = row_of(here).last_seen
    earlier = seen - dt.timedelta(hours=3)
    PersonSession.objects.update(last_seen=earlier)
    here.get("/account/")
    assert row_of(here).last_seen == earlier
    session = here.session
    session[SEEN] = earlier.timestamp()
    session.save()
    here.get("/account/")
    assert row_of(here).last_seen >= seen


def test_a_session_ends_after_half_a_day_however_much_it_is_used(analyst: Person) -> None:
    here = a_client(analyst)
    session = here.session
    session[STARTED] -= 12 * 60 * 60
    session.save()
    assert not is_inside(here)
    assert not PersonSession.objects.exists()


def test_a_session_that_has_run_out_is_not_listed(analyst: Person) -> None:
    here, elsewhere = a_client(analyst), a_client(analyst)
    past = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    Session.objects.filter(pk=elsewhere.session.session_key).update(expire_date=past)
    assert here.get(SESSIONS).content.decode().count('scope="row"') == 1


def test_logging_out_leaves_no_session(analyst: Person) -> None:
    here = a_client(analyst)
    here.post("/account/log-out/")
    assert not PersonSession.objects.exists()


def test_changing_the_password_leaves_this_session_alone(analyst: Person) -> None:
    here, elsewhere = a_client(analyst), a_client(analyst)
    started = row_of(here).started
    new = "another four plain words"
    here.post("/account/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert not is_inside(elsewhere)
    assert PersonSession.objects.get() == row_of(here)
    assert abs(row_of(here).started - started) < dt.timedelta(seconds=1)


def test_whoever_is_deactivated_is_logged_out_everywhere_at_once(analyst: Person) -> None:
    clients = [a_client(analyst) for _device in range(2)]
    Person.objects.filter(pk=analyst.pk).update(is_active=False)
    assert not any(is_inside(client) for client in clients)


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_session_is_ended_by_a_form_only(analyst: Person, method: str) -> None:
    here = a_client(analyst)
    for address in ("/account/sessions/end/", "/account/sessions/end-others/"):
        assert getattr(here, method)(address).status_code == 405
