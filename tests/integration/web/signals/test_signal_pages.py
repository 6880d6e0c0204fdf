"""The pages on which a shift begins: what to look at first, whether it is so, and who waits for an answer."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.integration.web.sealing.conftest import (  # noqa: F401  pytest finds them by name
    Kept,
    _stretching_takes_no_time,
    custodian,
    kept,
    name_and_prove,
)
from tests.integration.web.signals.conftest import by
from tests.people import OCCASION, client_of
from tests.record_samples import PLACE, write_exercise, write_signal

from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.audit.models import AuditEntry
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.signals import selectors, services
from avert.web.signals.models import Signal
from avert.web.signals.vocabulary import About, AnswerKind, Finding, Lens, Relation, Standing, Way

FORM = {"text": "Leaflets", "about": "threat", "place": "Kenya", "zone": "UTC", "marking": "3"}


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


def words(answer: Any) -> str:
    text = re.sub(r"<(style|script|head).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def in_order(answer: Any, *titles: str) -> list[str]:
    text = words(answer)
    return sorted((title for title in titles if title in text), key=text.index)


def only_signal(viewer: Person) -> Signal:
    return selectors.wanted_for(viewer).get()


# The queue


def test_the_queue_says_what_to_look_at_first_and_why(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    now = timezone.now()
    ago = {"received_at": now - dt.timedelta(hours=5)}
    write_signal(committee, analyst, text="Old tension", **ago)
    write_signal(committee, analyst, text="Vote tomorrow", happened_at=now + dt.timedelta(hours=20), **ago)
    write_signal(committee, analyst, text="Convoy stopped", threatens_life=True, **ago)
    answer = client.get("/signals/")
    assert in_order(answer, "Old tension", "Vote tomorrow", "Convoy stopped") == [
        "Convoy stopped",
        "Vote tomorrow",
        "Old tension",
    ]
    assert "Before the next one because a threat to life is reported." in words(answer)
    assert "Before the next one because it is within 72 hours of now." in words(answer)
    assert "3 open signals that you may read." in words(answer)


def test_the_queue_says_what_is_stale_and_what_is_unanswered(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    write_signal(committee, analyst, received_at=timezone.now() - dt.timedelta(days=900))
    assert "Stale: look again" in words(client.get("/signals/"))
    assert "Not answered yet" in words(client.get("/signals/"))
    services.answer(signal=only_signal(analyst), kind=AnswerKind.RECEIVED, **by(analyst))
    assert "Not answered yet" not in words(client.get("/signals/"))


def test_what_may_tell_of_the_same_is_suggested_and_never_merged(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    text = "Leaflets at the market of Burnt Forest name families"
    one = write_signal(committee, analyst, text=text)
    write_signal(committee, analyst, text=f"{text}!")
    assert "May tell of the same as" in words(client.get("/signals/"))
    page = words(client.get(f"/signals/{one.pk}/"))
    assert "same place, 0 h apart, words alike at 100 of 100" in page
    assert selectors.wanted_for(analyst).count() == 2


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("about=rumour", "B"),
        ("way=sms", "C"),
        ("lens=atrocity", "D"),
        ("place=Uganda", "E"),
        ("is_unanswered=on", "ABCDE"),
        ("is_unverified=on", "ABCDEF"),
        ("", "ABCDEFG"),
    ],
)
def test_the_queue_is_narrowed(
    committee: Organisation, analyst: Person, second: Person, asked: str, found: str
) -> None:
    fields: dict[str, dict[str, Any]] = {
        "A": {},
        "B": {"about": About.RUMOUR},
        "C": {"way": Way.SMS},
        "D": {"lens": Lens.ATROCITY},
        "E": {"place": "gw:500"},
    }
    for name, given in fields.items():
        write_signal(committee, analyst, text=f"Report{name}", **given)
    answered = write_signal(committee, analyst, text="ReportF")
    services.answer(signal=answered, kind=AnswerKind.RECEIVED, **by(analyst))
    verified = write_signal(committee, analyst, text="ReportG")
    services.answer(signal=verified, kind=AnswerKind.RECEIVED, **by(analyst))
    services.verify(signal=verified, finding=Finding.CONFIRMED, how="Went there", **by(second))
    assert set(re.findall(r"Report([A-G])", words(client_of(analyst).get(f"/signals/?{asked}")))) == set(
        found
    )


def test_a_place_that_nobody_knows_finds_nothing_and_is_said(client: Client, signal: Signal) -> None:
    page = words(client.get("/signals/?place=Nowhereland"))
    assert "No place is called that" in page
    assert "Leaflets" not in page


def test_an_exercise_is_apart_and_says_so(client: Client, committee: Organisation, analyst: Person) -> None:
    clock = dt.datetime(2007, 12, 27, 18, tzinfo=dt.UTC)
    exercise = write_exercise(committee, analyst, title="Kenya 2007", clock=clock)
    write_signal(committee, analyst, text="Real")
    write_signal(committee, analyst, text="Played", exercise=exercise, received_at=clock)
    write_signal(
        committee, analyst, text="Later", exercise=exercise, received_at=clock + dt.timedelta(hours=1)
    )
    real, played = client.get("/signals/"), client.get(f"/signals/?exercise={exercise.pk}")
    assert in_order(real, "Real", "Played", "Later") == ["Real"]
    assert in_order(played, "Real", "Played", "Later") == ["Played"], "what comes later has not come in"
    assert "Its clock stands at 2007-12-27 18:00 UTC" in words(played)
    assert "nothing here is real" in words(played)
    assert "nothing here is real" not in words(real)
    for asked in (uuid.uuid4(), "nonsense"):
        assert client.get(f"/signals/?exercise={asked}").status_code == 404


@pytest.mark.parametrize(
    "address", ["/signals/", "/signals/?is_unanswered=on", "/signals/unanswered/", "one"]
)
def test_a_page_asks_as_much_for_two_hundred_as_for_ten(
    committee: Organisation, ministry: Organisation, analyst: Person, address: str
) -> None:
    client, sharings = client_of(analyst), [NOBODY_ELSE, Sharing(organisations=frozenset({ministry.pk}))]
    first = write_signal(committee, analyst)
    asked_of = f"/signals/{first.pk}/" if address == "one" else address

    def add(number: int) -> None:
        before = first
        for index in range(number):
            other = write_signal(
                committee, analyst, sharings[index % 2], origin=f"origin {index}", marking=Marking.AMBER
            )
            for end in (first, before):
                services.relate(signal=other, other=end, relation=Relation.SUPPORTS, **by(analyst))
            before = other

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(asked_of).status_code == 200
        return len(queries)

    add(9)
    few = asked()
    add(190)
    assert asked() <= few
    assert few < 45


# Taking in


def test_a_report_is_for_nobody_else_until_someone_chooses(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    form = FORM | {"owner": str(committee.pk), "happened_at": "2024-03-02T11:30", "zone": "Africa/Nairobi"}
    answer = client.post("/signals/new/", form)
    signal = only_signal(analyst)
    assert answer.headers["Location"] == f"/signals/{signal.pk}/"
    assert (signal.place, signal.way, signal.grade) == (PLACE, Way.FORM, "F6")
    assert signal.happened_at == dt.datetime(2024, 3, 2, 8, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"happened_at": "yesterday"}, "Write the day and the hour"),
        ({"zone": "Nairobi time"}, "This is no time zone"),
        ({"about": ""}, "This field is required"),
        ({"text": ""}, "This field is required"),
    ],
)
def test_a_report_that_cannot_be_read_is_said_and_nothing_is_kept(
    client: Client, committee: Organisation, analyst: Person, typed: dict[str, str], said: str
) -> None:
    assert said in words(client.post("/signals/new/", FORM | {"owner": str(committee.pk)} | typed))
    assert not selectors.wanted_for(analyst).exists()


def test_the_form_says_where_survivors_find_help_and_what_a_telephone_gives_away(
    client: Client, settings: Any
) -> None:
    settings.AVERT_REFERRAL_TEXT = "Call 1195, free, day and night."
    page = words(client.get("/signals/new/"))
    assert "write down nothing of a single case here" in page
    assert "Call 1195" in page
    assert "can be seen by the operator" in page


def test_a_threat_to_life_leads_to_what_can_go_out_at_once(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    form = FORM | {"owner": str(committee.pk), "threatens_life": "on"}
    answer = client.post("/signals/new/", form)
    assert answer.headers["Location"] == f"/signals/{only_signal(analyst).pk}/life/"
    page = words(client.get(answer.headers["Location"]))
    assert "Known here for 0 minutes" in page
    assert "UTC" in page


def test_a_report_taken_in_in_an_exercise_belongs_to_it(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    exercise = write_exercise(committee, analyst)
    client.post(f"/signals/new/?exercise={exercise.pk}", FORM | {"owner": str(committee.pk)})
    assert not selectors.wanted_for(analyst).exists()
    assert selectors.wanted_for(analyst, exercise_id=exercise.pk).get().received_at == exercise.clock


def test_a_change_keeps_the_instant_whatever_the_zone(
    client: Client, signal: Signal, analyst: Person
) -> None:
    form = FORM | {"row_version": "1", "happened_at": "2024-03-02T11:30", "zone": "Africa/Nairobi"}
    client.post(f"/signals/{signal.pk}/edit/", form)
    page = client.get(f"/signals/{signal.pk}/edit/").content.decode()
    assert 'value="2024-03-02T08:30"' in page
    client.post(f"/signals/{signal.pk}/edit/", form | {"row_version": "2", "text": "More leaflets",
                "happened_at": "2024-03-02T08:30", "zone": "UTC"})  # fmt: skip
    changed = only_signal(analyst)
    assert (changed.text, changed.happened_at) == (
        "More leaflets",
        dt.datetime(2024, 3, 2, 8, 30, tzinfo=dt.UTC),
    )


# Whoever waits


def test_whoever_waits_longest_stands_first(client: Client, committee: Organisation, analyst: Person) -> None:
    for days, text in ((1, "Yesterday"), (30, "Last month"), (7, "Last week")):
        write_signal(committee, analyst, text=text, received_at=OCCASION.at - dt.timedelta(days=days))
    answer = client.get("/signals/unanswered/")
    assert in_order(answer, "Yesterday", "Last month", "Last week") == [
        "Last month",
        "Last week",
        "Yesterday",
    ]
    assert "Nobody whose report you may read" in words(client.get("/signals/unanswered/?told=received"))


# The file


def test_only_a_lead_takes_the_queue_out_and_words_stay_unless_they_may_travel(
    committee: Organisation,
    ministry: Organisation,
    analyst: Person,
    lead: Person,
    outside_stakeholder: Person,
) -> None:
    shared = Sharing(organisations=frozenset({committee.pk}))
    write_signal(ministry, outside_stakeholder, shared, text="Ministry", marking=Marking.CLEAR)
    write_signal(committee, analyst, text="Amber", marking=Marking.AMBER)
    write_signal(committee, analyst, text="=Green", marking=Marking.GREEN, threatens_life=True)
    aside = write_signal(committee, analyst, text="Aside", marking=Marking.CLEAR)
    services.set_aside(signal=aside, row_version=1, why="Old", **by(analyst))
    assert client_of(analyst).get("/signals/signals.csv").status_code == 403
    assert "signals.csv" not in client_of(analyst).get("/signals/").content.decode()
    client = client_of(lead)
    assert "signals.csv" in client.get("/signals/").content.decode()
    answer = client.get("/signals/signals.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["text"] for row in rows] == ["'=Green", ""]
    assert [row["marking"] for row in rows] == ["TLP:GREEN", "TLP:AMBER"]
    assert AuditEntry.objects.filter(action="export", object_kind="signals.signal").count() == 1


# A country's page


def test_a_country_s_page_counts_the_open_signals_that_the_viewer_may_read(
    client: Client, signal: Signal, outside_stakeholder: Person, settings: Any
) -> None:
    assert "One open signal that you may read" in words(client.get("/country/ken/"))
    assert "One open signal" not in words(client_of(outside_stakeholder).get("/country/ken/"))
    settings.AVERT_PUBLIC_REFERENCE = True
    assert "open signal" not in words(client.get("/country/ken/"))


def test_a_signal_in_a_warning_is_no_longer_in_the_queue(
    client: Client, signal: Signal, analyst: Person
) -> None:
    services.mark_warned(signal=signal, **by(analyst))
    assert "No open signals that you may read" in words(client.get("/signals/"))
    assert str(Standing.WARNED.label) in words(client.get(f"/signals/{signal.pk}/"))
