"""What was said of a place on a day, with nothing that became known later, beside what is on record since."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from tests.integration.web.commitments.test_commitments import words
from tests.integration.web.worlds import PANEL
from tests.people import client_of

from avert.replays import list_replays, load_replay
from avert.web.accounts.models import Person
from avert.web.scorecard.hindcast import cases


def test_a_risk_shows_as_said_then_only_once_its_data_could_be_known(reader: Client) -> None:
    known = PANEL.vintage
    before, after = (
        words(reader, f"/scorecard/hindcast/?place=mmr&on={day.isoformat()}")
        for day in (known - dt.timedelta(days=1), known)
    )
    assert "No result here rests on data that could all be known by then" in before
    assert "No result here rests on data" not in after
    assert "10.0 %" in after
    assert "two years after 2024" in after
    assert "5.0 % to 20.0 %" in after
    assert "data known on 3 September 2025" in after


def test_what_the_model_says_today_of_that_time_is_called_hindsight(reader: Client) -> None:
    page = words(reader, "/scorecard/hindcast/?place=mmr&on=2024-06-01")
    assert "Hindsight: its data came later." in page
    assert "8.0 %" in page


def test_deaths_since_are_shown_with_their_interval_and_unknown_years_as_missing(reader: Client) -> None:
    page = words(reader, "/scorecard/hindcast/?place=eth&on=2021-01-01")
    assert "2021 120 96 – 240" in page
    assert "2023 missing unknown" in page
    assert "UCDP" in page


def test_without_data_everything_is_unknown_and_nothing_is_zero(reader_of_nothing: Client) -> None:
    page = words(reader_of_nothing, "/scorecard/hindcast/?place=eth&on=2021-01-01")
    assert "That is not zero: it is unknown." in page
    assert "That is not a low risk." in page


def test_a_case_shows_what_was_said_and_done_as_recorded_by_that_day(analyst: Person) -> None:
    client = client_of(analyst)
    early, late = (
        words(client, f"/scorecard/hindcast/?place=gw:501&on={day}") for day in ("2007-12-28", "2010-08-04")
    )
    assert "no response recorded" in early
    assert "without a recorded response" in early
    assert "; reconstructed" in early, "what we wrote ourselves is said to be"
    assert len(late) > len(early)


@pytest.mark.parametrize("summary", list_replays(), ids=lambda summary: summary.id)
def test_nothing_known_later_is_on_the_page_of_a_day(analyst: Person, summary: object) -> None:
    client, whole = client_of(analyst), load_replay(summary.id)
    days = sorted({item.known for item in whole.items})
    for day in (days[0], days[len(days) // 2]):
        html = client.get(
            f"/scorecard/hindcast/?place={summary.places[0]}&on={day.isoformat()}"
        ).content.decode()
        later = [item for item in whole.items if item.known > day]
        assert not [item.id for item in later if item.text[:60] in html]
        assert whole.title not in html, "it tells later years"


def test_cases_count_what_had_no_recorded_response(analyst: Person) -> None:
    for case in cases():
        seen = load_replay(case.id).as_of(case.on)
        assert case.unanswered == len(seen.unanswered())
        assert case.said >= case.unanswered
    assert "South Sudan" in words(client_of(analyst), "/scorecard/hindcast/")


@pytest.mark.parametrize(
    "asked", ["place=nowhere&on=2020-01-01", "place=eth&on=1900-01-01", "place=eth&on=x", "on=2999-01-01"]
)
def test_what_cannot_be_asked_is_said_and_shows_nothing(analyst: Person, asked: str) -> None:
    html = client_of(analyst).get(f"/scorecard/hindcast/?{asked}").content.decode()
    assert 'class="mistake"' in html
    assert "What the model said" not in html
