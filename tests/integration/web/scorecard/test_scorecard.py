"""The scorecard on its page, what waits for a reading, and marking what came of a warning."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from tests.integration.web.commitments.test_commitments import words
from tests.integration.web.scorecard.conftest import DAY, HOUR, NOW, addressed, released, step
from tests.people import OCCASION, client_of
from tests.record_samples import write_exercise

from avert.errors import InputError
from avert.warning.clock import Stage
from avert.warning.scorecard import Level
from avert.web.accounts import vocabulary
from avert.web.accounts.models import Organisation, Person
from avert.web.audit.models import AuditEntry
from avert.web.records.selectors import readable_by
from avert.web.records.sharing import Sharing
from avert.web.scorecard import selectors, services
from avert.web.scorecard.selectors import About
from avert.web.warnings.models import Outcome, Warning
from avert.web.warnings.vocabulary import OutcomeWord, StageWord, State

OVER = {
    "window_from": dt.date(2024, 2, 1),
    "window_until": dt.date(2024, 2, 20),
    "released_at": NOW - 30 * DAY,
}


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


def ten_courses(owner: Organisation, by: Person, role: str = "Role {}") -> None:
    """Ten national addressees of three roles: six acknowledge after one to six hours, four are silent."""
    for number in range(10):
        one = addressed(released(owner, by), by, role=role.format(number % 3))
        step(one, StageWord.SENT, NOW - DAY, by)
        if number < 6:
            step(one, StageWord.ACKNOWLEDGED, NOW - DAY + (number + 1) * HOUR, by)


def times(viewer: Person, stage: Stage, level: Level, about: About = About()):  # noqa: B008
    courses, _without = selectors.courses_for(viewer, about)
    return next(found for found in selectors.times_for(courses, NOW)[stage] if found.level is level)


def test_times_are_those_of_kaplan_meier_with_silence_counted_as_waiting(
    committee: Organisation, analyst: Person
) -> None:
    ten_courses(committee, analyst)
    found = times(analyst, Stage.ACKNOWLEDGED, Level.TOP)
    assert found.n == 10
    assert found.survival is not None
    assert found.survival.times.tolist() == [1, 2, 3, 4, 5, 6]
    assert found.survival.unanswered.tolist() == pytest.approx([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
    assert found.survival.median == 5
    assert found.survival.longest == 24
    assert times(analyst, Stage.ACKNOWLEDGED, Level.MIDDLE).n == 0


def test_too_few_courses_or_addressees_are_only_counted(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    ten_courses(committee, analyst, role="One and the same")
    assert times(analyst, Stage.ACKNOWLEDGED, Level.TOP).survival is None
    page = words(client, "/scorecard/")
    assert "too few to say" in page
    assert "Ten courses at three addressees are needed." in page


def test_the_page_draws_what_is_known_with_a_table_and_names_no_organisation(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    ten_courses(committee, analyst)
    addressed(released(committee, analyst), analyst, level="")
    html = client.get("/scorecard/").content.decode()
    assert 'class="fig fig-at-wide"' in html
    page = words(client, "/scorecard/")
    assert "5 hours (95 % interval 1 to open)" in page or "5.0 hours" in page
    assert "The same as a table" in page
    assert "One addressee has no level recorded" in page
    assert "District peace committee" not in page
    assert "a word, which is a range" in page
    assert "55 to 75 %" in page


def test_only_what_the_viewer_may_read_is_counted(
    committee: Organisation, analyst: Person, outside_stakeholder: Person, with_ministry: Sharing
) -> None:
    ten_courses(committee, analyst)
    assert selectors.courses_for(outside_stakeholder) == ([], 0)
    assert selectors.outcomes_for(outside_stakeholder).n == 0
    addressed(released(committee, analyst, with_ministry), analyst, with_ministry)
    assert len(selectors.courses_for(outside_stakeholder)[0]) == 1


def test_exercises_and_places_stand_apart(committee: Organisation, analyst: Person) -> None:
    exercise = write_exercise(committee, analyst)
    addressed(released(committee, analyst, exercise=exercise), analyst)
    assert selectors.courses_for(analyst)[0] == []
    assert len(selectors.courses_for(analyst, About(exercise_id=exercise.pk))[0]) == 1
    assert selectors.courses_for(analyst, About("gw:500", exercise.pk))[0] == []


def test_an_empty_scorecard_says_what_it_waits_for(client: Client) -> None:
    assert "No warnings that you may read have gone out" in words(client, "/scorecard/")


# Outcomes


def test_a_warning_waits_for_a_reading_once_its_window_is_over(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    first = released(committee, analyst, state=State.REPLACED, title="First", **OVER)
    released(committee, analyst, replaces=first, title="Updated", **OVER | {"released_at": NOW - 20 * DAY})
    released(committee, analyst, title="In force", window_until=dt.date(2999, 1, 1))
    page = words(client, "/scorecard/outcomes/")
    assert "Updated" in page
    assert "with 1 earlier" in page
    assert "First" not in page
    assert "In force" not in page


def test_an_analyst_marks_what_came_and_it_no_longer_waits(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    warning = released(committee, analyst, **OVER)
    form = {
        "word": "occurred", "occurred_on": "2024-02-09", "why": "Seen by monitors", "owner": str(committee.pk),
        "marking": "3",
    }  # fmt: skip
    address = f"/scorecard/outcomes/{warning.pk}/"
    assert "neither a success nor a mistake" in words(client, address)
    assert client.post(address, form).headers["Location"] == "/scorecard/outcomes/"
    row = readable_by(analyst, Outcome).get()
    assert (row.word, row.occurred_on, row.place) == ("occurred", dt.date(2024, 2, 9), warning.place)
    assert "No warning that you may read waits for this" in words(client, "/scorecard/outcomes/")
    assert AuditEntry.objects.filter(action="create", object_kind="warnings.outcome").exists()
    assert selectors.outcomes_for(analyst).lead.n == 1


@pytest.mark.parametrize(
    ("word", "day"),
    [(OutcomeWord.NOT_OCCURRED, dt.date(2024, 2, 9)), (OutcomeWord.OCCURRED, dt.date(2024, 3, 9))],
)
def test_a_day_must_fit_the_outcome(
    committee: Organisation, analyst: Person, word: OutcomeWord, day: dt.date
) -> None:
    warning = released(committee, analyst, **OVER)
    with pytest.raises(InputError, match="day"):
        services.mark_outcome(
            warning=warning, word=word, why="x", occurred_on=day, viewer=analyst, occasion=OCCASION,
            owner_id=committee.pk,
        )  # fmt: skip


def test_a_warning_still_in_force_is_not_marked(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    warning = released(committee, analyst, window_until=dt.date(2999, 1, 1))
    assert client.get(f"/scorecard/outcomes/{warning.pk}/").status_code == 404
    with pytest.raises(Warning.DoesNotExist):
        services.mark_outcome(
            warning=warning, word="unknown", why="x", viewer=analyst, occasion=OCCASION, owner_id=committee.pk
        )


def test_a_reader_marks_nothing(committee: Organisation, analyst: Person, colleague: Person) -> None:
    warning = released(committee, analyst, **OVER)
    client_of(colleague).post(
        f"/scorecard/outcomes/{warning.pk}/", {"word": "unknown", "why": "x", "marking": "3"}
    )
    assert not readable_by(analyst, Outcome).exists()


def test_levels_cover_every_reach() -> None:
    from avert.web.scorecard.counting import LEVELS

    assert set(LEVELS) == set(vocabulary.Level)
