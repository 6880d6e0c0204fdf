"""Whoever may not read an addressee learns nothing of it, nor of what became of the warning there."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from tests.asked import address, later, released
from tests.integration.web.test_note_leaks import outsider, plain  # noqa: F401  pytest finds it by name
from tests.people import client_of

from avert.warning.clock import Stage
from avert.web.accounts.models import Organisation, Person
from avert.web.records.writing import rows_of
from avert.web.warnings import course
from avert.web.warnings.models import Addressee, CourseEvent

SECRET = "Zanzibarite"
PAGES = (
    "", "acknowledge/", "share-decision/", "sent/", "received/", "acknowledged/", "considered/", "decided/", "done/",
    "effect/",
)  # fmt: skip
LISTS = ("/warnings/asked-of-us/", "/warnings/asked-by-us/", "/warnings/asked-of-us/?page=2")


@pytest.fixture
def hidden(committee: Organisation, analyst: Person) -> Addressee:
    """A committee that is not on this site, with a warning that only its issuer sees."""
    return told(committee, analyst)


def told(committee: Organisation, analyst: Person) -> Addressee:
    warning = released(committee, analyst, title=SECRET)
    found = address(warning, analyst, role=SECRET, acknowledge_by=later(hours=1).at)
    course.record_by_the_site(addressee=found, stage=Stage.SENT, at=later().at, occasion=later())
    course.record(
        addressee=found, stage=Stage.CONSIDERED, at=later(hours=1).at, viewer=analyst, occasion=later(hours=1),
        owner_id=committee.pk, reason=SECRET,
    )  # fmt: skip
    return found


def test_hidden_and_missing_are_the_same_on_every_page(outsider: Client, hidden: Addressee) -> None:  # noqa: F811
    event = rows_of(CourseEvent).get(stage="CONSIDERED")
    missing = uuid.uuid4()
    addresses = [f"/warnings/{hidden.warning_id}/at/{{}}/{page}" for page in (*PAGES, f"correct/{event.pk}/")]
    for address_ in addresses:
        for ask in (outsider.get, outsider.post, outsider.head):
            one, other = ask(address_.format(hidden.pk)), ask(address_.format(missing))
            assert one.status_code == other.status_code, address_
            assert one.status_code in {404, 405}, address_
            assert plain(one.content, hidden.pk) == plain(other.content, missing), address_
            assert SECRET not in one.content.decode()
    assert rows_of(CourseEvent).count() == 2


def test_lists_say_nothing(
    outsider: Client,  # noqa: F811
    hidden: Addressee,
    committee: Organisation,
    analyst: Person,
) -> None:
    before = [plain(outsider.get(page).content) for page in LISTS]
    for _number in range(60):
        told(committee, analyst)
    assert [plain(outsider.get(page).content) for page in LISTS] == before
    assert SECRET not in "".join(before)


def test_a_step_that_is_kept_cannot_be_corrected_or_told_apart_from_none(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    warning = released(committee, analyst, ministry)
    addressee = address(warning, analyst, ministry)
    course.mark_sent(warning=warning, occasion=later())
    kept = course.record(
        addressee=addressee, stage=Stage.CONSIDERED, at=later(hours=1).at, viewer=outside_stakeholder,
        occasion=later(hours=1), owner_id=ministry.pk, reason=SECRET,
    )  # fmt: skip
    issuer = client_of(analyst)
    base = f"/warnings/{warning.pk}/at/{addressee.pk}/correct/"
    one, other = (issuer.get(f"{base}{key}/") for key in (kept.pk, uuid.uuid4()))
    assert (one.status_code, other.status_code) == (404, 404)
    assert issuer.post(f"{base}{kept.pk}/", {"reason": "x"}).status_code == 404
    assert SECRET not in issuer.get(f"/warnings/{warning.pk}/at/{addressee.pk}/").content.decode()


def test_an_addressee_is_found_only_below_its_own_warning(
    committee: Organisation, analyst: Person, hidden: Addressee
) -> None:
    other = released(committee, analyst)
    assert client_of(analyst).get(f"/warnings/{other.pk}/at/{hidden.pk}/").status_code == 404
