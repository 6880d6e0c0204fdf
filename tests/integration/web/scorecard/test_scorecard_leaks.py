"""Whoever may not read warnings, signals and commitments learns nothing of them from what is counted of them."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from tests.integration.web.scorecard.conftest import DAY, NOW, addressed, released, step
from tests.integration.web.scorecard.test_scorecard import OVER
from tests.integration.web.test_note_leaks import outsider, plain  # noqa: F401  pytest finds the fixture by name
from tests.people import client_of
from tests.record_samples import PLACE, write_commitment, write_signal

from avert.brief.iso_week import IsoWeek
from avert.web.accounts.models import Organisation, Person
from avert.web.warnings.vocabulary import StageWord

SECRET = "Zanzibarite"
WEEK = f"week={IsoWeek.of(NOW)}&zone=UTC&marking=3"
PAGES = (
    "/scorecard/", f"/scorecard/?place={PLACE}", "/scorecard/gap/", "/scorecard/gap/?of=reports",
    "/scorecard/gap/?page=2", "/scorecard/outcomes/", "/scorecard/hindcast/?place=gw:501&on=2010-08-04",
    f"/scorecard/week/?{WEEK}", f"/scorecard/week/report.json?{WEEK}", f"/scorecard/week/report.html?{WEEK}",
    "/country/ken/",
)  # fmt: skip


def write_all(owner: Organisation, by: Person) -> str:
    """One of everything that is counted; the warning that is over."""
    over = released(owner, by, title=SECRET, **OVER)
    step(addressed(released(owner, by, title=SECRET), by, role=SECRET), StageWord.SENT, NOW - DAY, by)
    write_signal(owner, by, text=SECRET)
    write_commitment(owner, by, what=SECRET)
    return str(over.pk)


def told(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    # The moment at which a report is made stands in it.
    return re.sub(r"issued.{0,60}", "", plain(answer.content))


def test_counts_and_reports_say_nothing(
    outsider: Client,  # noqa: F811
    committee: Organisation,
    analyst: Person,
) -> None:
    before = [told(outsider, address) for address in PAGES]
    for _number in range(30):
        write_all(committee, analyst)
    after = [told(outsider, address) for address in PAGES]
    for address, one, other in zip(PAGES, before, after, strict=True):
        assert one == other, address
    assert all(SECRET not in page for page in after)


def test_hidden_and_missing_are_the_same(
    outsider: Client,  # noqa: F811
    committee: Organisation,
    analyst: Person,
) -> None:
    hidden, missing = write_all(committee, analyst), str(uuid.uuid4())
    for ask in (outsider.get, outsider.post, outsider.head):
        one, other = (ask(f"/scorecard/outcomes/{key}/") for key in (hidden, missing))
        assert one.status_code == other.status_code == 404
        assert plain(one.content, hidden) == plain(other.content, missing)


def test_a_stranger_is_led_to_the_way_in(stranger: Client) -> None:
    for address in PAGES[:-1]:
        assert stranger.get(address).headers["Location"].startswith("/account/log-in/"), address


@pytest.mark.parametrize("is_public", [False, True])
def test_the_country_page_counts_for_whoever_may_read_and_not_where_it_is_public(
    analyst: Person, committee: Organisation, settings: object, stranger: Client, is_public: bool
) -> None:
    write_all(committee, analyst)
    settings.AVERT_PUBLIC_REFERENCE = is_public
    page = client_of(analyst).get("/country/ken/").content.decode()
    assert ('id="response"' in page) is not is_public
    assert ("One addressee without a recorded decision" in page) is not is_public
    assert ("2 warnings in force" in page) is not is_public
    assert b'id="response"' not in stranger.get("/country/ken/").content
