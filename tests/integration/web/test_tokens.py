"""Access tokens from making to revoking: what they open, and where they must never show."""

from __future__ import annotations

import datetime as dt
import logging
import re
from typing import Any

import pytest
from django.core import management
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from tests.integration.web.addresses import every_address
from tests.people import OCCASION, bearer, make_person, token_of
from tests.people import client_of as logged_in
from tests.second_steps import confirmed

from avert.errors import InputError
from avert.web.accounts import tokens
from avert.web.accounts.models import AccessToken, Person
from avert.web.accounts.vocabulary import Scope
from avert.web.audit.models import AuditEntry
from avert.web.limits.purposes import LIMITS, Purpose

WORLD = "/api/v1/openapi.json"  # any token opens it, and it needs no data
FORM = {"label": "weekly sheet", "scopes": ["reference", "records:read"], "days": "30"}
TOKEN = re.compile(r"avert_[A-Za-z0-9_-]{43}")


def client_of(person: Person) -> Client:
    """Return a browser whose user has just shown who they are."""
    return confirmed(logged_in(person))


def make_on_the_page(client: Client, **fields: Any) -> str:
    page = client.post("/account/tokens/new/", FORM | fields).content.decode()
    found = TOKEN.findall(page)
    assert len(found) == 1
    return found[0]


# Making, showing and revoking


def test_a_token_is_shown_once_and_kept_as_a_digest(analyst: Person) -> None:
    client = client_of(analyst)
    answer = client.post("/account/tokens/new/", FORM)
    assert answer.headers["Cache-Control"] == "private, no-store"
    secret = TOKEN.findall(answer.content.decode())[0]
    token = AccessToken.objects.get()
    assert token.digest == tokens.digest_of(secret) != secret
    assert token.scopes == ["reference", "records:read"]
    assert token.expires_at - token.created_at == dt.timedelta(days=30)
    assert "weekly sheet" in client.get("/account/tokens/").content.decode()


def test_no_part_of_a_token_is_anywhere_after_it_was_shown(
    analyst: Person, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    client = client_of(analyst)
    with caplog.at_level(logging.DEBUG):
        secret = make_on_the_page(client)
        assert bearer(secret).get(WORLD).status_code == 200
        assert bearer(f"{secret}x").get(WORLD).status_code == 401
        pages = [client.get(address).content.decode() for address in ("/account/tokens/", "/audit/")]
    management.call_command("dumpdata", "--all", exclude=["records", "notes"])
    for place in (*pages, caplog.text, capsys.readouterr().out):
        assert secret[:10] not in place
        assert secret[10:20] not in place


@pytest.mark.parametrize(
    "wrong", [{"days": "0"}, {"days": "366"}, {"scopes": []}, {"scopes": ["everything"]}]
)
def test_a_token_opens_something_known_and_for_a_year_at_most(analyst: Person, wrong: dict[str, Any]) -> None:
    answer = client_of(analyst).post("/account/tokens/new/", FORM | wrong)
    assert (answer.status_code, AccessToken.objects.exists()) == (200, False)
    assert "wrong" in answer.content.decode()
    with pytest.raises(InputError):
        tokens.make_token(person=analyst, label="x", scopes=[Scope.READ], days=366, occasion=OCCASION)


def test_two_tokens_have_nothing_in_common(analyst: Person) -> None:
    found = {token_of(analyst, Scope.READ) for _ in range(50)}
    assert len({secret[6:20] for secret in found}) == 50


def test_making_reading_and_revoking_are_in_the_audit(analyst: Person, lead: Person) -> None:
    client = client_of(analyst)
    make_on_the_page(client)
    client.get("/account/tokens/")
    token = AccessToken.objects.get()
    assert client_of(lead).post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 302
    assert "weekly sheet" not in client.get("/account/tokens/").content.decode()
    entries = AuditEntry.objects.filter(object_kind="accounts.accesstoken", actor_id=analyst.pk)
    assert [entry.action for entry in entries] == ["create", "read-list", "delete", "read-list"]
    assert {entry.owner_id for entry in entries} == {None}
    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404


# Showing one


def bad_tokens(person: Person) -> list[str]:
    """One of every way in which a token is not good."""
    revoked, left = token_of(person, *Scope), token_of(make_person("gone"), *Scope)
    AccessToken.objects.filter(digest=tokens.digest_of(revoked)).update(revoked_at=OCCASION.at)
    Person.objects.filter(username="gone").update(is_active=False)
    expired = token_of(person, *Scope, at=dt.datetime.now(tz=dt.UTC) - dt.timedelta(days=1))
    good = token_of(person, *Scope)
    made_up = [tokens.PREFIX + "a" * 43, "", "x" * 5000, "é", good[:-1], f"{good} x", good.upper()]
    return [revoked, left, expired, *made_up]


def test_whatever_is_wrong_with_a_token_the_answer_is_the_same_and_takes_as_many_queries(
    analyst: Person,
) -> None:
    bearer("avert_first").get(WORLD)  # the first failure of an address begins its count
    answers = []
    for secret in bad_tokens(analyst):
        with CaptureQueriesContext(connection) as asked:
            answer = bearer(secret).get(WORLD)
        answers.append((answer.status_code, answer.content, answer.headers["WWW-Authenticate"], len(asked)))
    assert len(set(answers)) == 1


def test_an_address_that_tries_many_tokens_is_held_up_and_good_ones_are_not(analyst: Person) -> None:
    for number in range(LIMITS[Purpose.API_TOKEN].most):
        assert bearer(f"avert_{number}").get(WORLD).status_code == 401
    assert bearer("avert_more").get(WORLD).status_code == 429
    assert bearer(token_of(analyst, Scope.REFERENCE)).get(WORLD).status_code == 200


def test_the_answer_to_a_bad_token_tells_a_program_what_to_do(analyst: Person) -> None:
    answer = bearer("avert_bad").get(WORLD)
    answers = [(answer.status_code, "", answer.headers["WWW-Authenticate"])]
    assert answers[0][0] == 401
    assert answers[0][2] == 'Bearer realm="Avert", error="invalid_token"'


def test_a_bad_token_is_refused_even_where_a_stranger_is_not(analyst: Person, settings: Any) -> None:
    settings.AVERT_PUBLIC_REFERENCE = True
    assert bearer("nonsense").get(WORLD).status_code == 401
    assert Client().get(WORLD).status_code == 200


def test_no_page_takes_a_token_and_no_address_takes_one_in_a_query(analyst: Person) -> None:
    secret = token_of(analyst, *Scope)
    for address in every_address():
        if not address.startswith(("/api/", "/download/")) or address == "/api/v1/docs/":
            assert bearer(secret).get(address).status_code in {200, 302, 403, 405}, address
            assert not getattr(bearer(secret).get(address).wsgi_request.user, "is_authenticated", False)
    for name in ("access_token", "token", "authorization"):
        assert Client().get(WORLD, {name: secret}).status_code == 401


def test_a_token_is_not_a_session_and_leaves_the_one_that_came_along_alone(
    analyst: Person, outside_stakeholder: Person
) -> None:
    client = client_of(outside_stakeholder)
    answer = client.get(WORLD, headers={"Authorization": f"bearer {token_of(analyst, *Scope)}"})
    assert answer.wsgi_request.user == analyst
    assert answer.wsgi_request.session.session_key is None
    assert not answer.cookies
    assert client.get("/account/tokens/").context["user"] == outside_stakeholder


def test_another_scheme_is_left_to_whoever_stands_in_front(analyst: Person) -> None:
    assert client_of(analyst).get(WORLD, headers={"Authorization": "Basic eDp5"}).status_code == 200


def test_the_day_of_use_is_noted_once(analyst: Person, django_assert_num_queries: Any) -> None:
    program = bearer(token_of(analyst, Scope.REFERENCE))
    program.get(WORLD)
    assert AccessToken.objects.get().last_used_on == dt.datetime.now(tz=dt.UTC).date()
    with django_assert_num_queries(1):
        assert program.get(WORLD).status_code == 200


def test_a_one_time_password_has_to_be_replaced_before_a_token_is_of_use(db: None) -> None:
    newcomer = make_person("newcomer", must_change_password=True)
    answer = bearer(token_of(newcomer, *Scope)).get(WORLD)
    assert (answer.status_code, answer.json()["error"]) == (403, "temporary-password")


def test_a_refusal_by_scope_names_what_is_missing_and_is_in_the_audit(analyst: Person) -> None:
    answer = bearer(token_of(analyst, Scope.REFERENCE)).get("/api/v1/notes")
    assert (answer.status_code, answer.json()["error"]) == (403, "insufficient-scope")
    assert answer.headers["WWW-Authenticate"].endswith('scope="records:read"')
    denial = AuditEntry.objects.get(action="denial")
    assert (denial.actor_id, denial.actor_kind, denial.object_kind) == (
        analyst.pk,
        "person",
        "page:api:list_notes",
    )


def test_every_address_for_programs_says_which_scopes_open_it() -> None:
    def views(patterns: list[URLPattern | URLResolver]) -> Any:
        for pattern in patterns:
            yield from views(pattern.url_patterns) if isinstance(pattern, URLResolver) else [pattern.callback]

    for view in views(get_resolver().url_patterns):
        if getattr(view, "is_for_programs", False):
            assert set(view.token_scopes["GET"]) <= set(Scope.values)
