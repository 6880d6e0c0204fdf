"""The pages of messages agreed beforehand, and of the second review of what was sent at once."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone
from tests.integration.web.warnings.situations import (
    agree_recipient,
    write_agreed,
    write_contact,
    write_draft,
)
from tests.integration.web.warnings.test_warning_pages import step

from avert.web.accounts.models import Organisation, Person
from avert.web.audit.occasions import Occasion
from avert.web.records.writing import rows_of
from avert.web.warnings import services
from avert.web.warnings.models import Agreed, Check, Warning
from avert.web.warnings.vocabulary import State, Verdict


@pytest.fixture
def agreed(committee: Organisation, lead: Person) -> Agreed:
    found = write_agreed(committee, lead, review_on=dt.date(2030, 1, 1))
    agree_recipient(found, lead, role="Bus company")
    return found


def test_the_page_at_two_asks_one_thing_and_sends_once(
    agreed: Agreed, writer: Client, checker: Client, analyst: Person
) -> None:
    page = writer.get(f"/warnings/agreed/{agreed.pk}/send/").content.decode()
    for words in ("Send this now?", "Leave the river road now", "Bus company", "Turn back the buses"):
        assert words in page
    assert page.count("<button>") == 1
    for _twice in range(2):
        answer = writer.post(f"/warnings/agreed/{agreed.pk}/send/", {"place": "Kenya", "seen": "Smoke"})
        assert answer.status_code == 302
    warning = rows_of(Warning).get()
    assert (warning.state, warning.probability) == (State.RELEASED, "unknown")
    assert "second person looks at it by" in checker.get(f"/warnings/{warning.pk}/").content.decode()
    assert "Sent already" in writer.get(f"/warnings/agreed/{agreed.pk}/send/").content.decode()


def test_the_second_review_ends_the_wait_or_leads_to_withdrawing(
    agreed: Agreed, writer: Client, checker: Client
) -> None:
    sent = writer.post(f"/warnings/agreed/{agreed.pk}/send/", {"place": "Kenya"}).headers["Location"]
    warning = rows_of(Warning).get()
    assert "you began it or last changed it" in writer.get(f"{sent}review/").content.decode()
    answer = step(checker, warning, "review", withdraw="yes", note="A bush fire")
    assert answer.headers["Location"] == f"{sent}cancel/"
    assert "The second review said no" in checker.get(sent).content.decode()
    assert rows_of(Check).get().verdict == Verdict.NO


def test_an_overdue_review_stands_at_the_top_of_the_list_and_on_the_page(
    agreed: Agreed, analyst: Person, writer: Client, checker: Client
) -> None:
    at = Occasion.at_the_command_line(timezone.now() - dt.timedelta(minutes=31))
    warning = services.send_agreed(agreed=agreed, viewer=analyst, occasion=at)
    write_draft(agreed.owner, analyst, title="Newer")
    page = checker.get("/warnings/").content.decode()
    assert "second review is overdue" in page
    table = page[page.index("<tbody>") :]
    assert table.index("Leave the river road") < table.index("Newer")
    assert "The second review is overdue." in checker.get(f"/warnings/{warning.pk}/").content.decode()
    assert step(checker, warning, "review").status_code == 302
    assert "overdue" not in checker.get("/warnings/").content.decode()


def test_what_should_have_been_looked_at_again_says_so_and_still_goes_out(
    committee: Organisation, lead: Person, writer: Client
) -> None:
    old = write_agreed(committee, lead, review_on=dt.date(2024, 6, 1))
    agree_recipient(old, lead)
    for page in ("", "send/"):
        assert (
            "should have been looked at again"
            in writer.get(f"/warnings/agreed/{old.pk}/{page}").content.decode()
        )
    assert writer.post(f"/warnings/agreed/{old.pk}/send/", {"place": "Kenya"}).status_code == 302


def test_a_message_is_agreed_on_and_given_recipients(
    committee: Organisation, analyst: Person, writer: Client
) -> None:
    contact = write_contact(committee, analyst, role="Bus company")
    form = {
        "title": "Leave the road", "event": "COMMUNITIES", "what": "Leave the road", "to_whom": "travellers",
        "asked": "Turn back", "harm_of_issuing": "Crowding", "agreed_on": "2026-01-01", "review_on": "2030-01-01",
        "language": "en", "place": "Kenya", "owner": str(committee.pk), "marking": "3",
    }  # fmt: skip
    url = writer.post("/warnings/agreed/new/", form).headers["Location"]
    assert "would reach no one" in writer.get(url).content.decode()
    given = {"contact": str(contact.pk), "can_do": "Stop the buses"}
    assert writer.post(f"{url}recipients/", given).status_code == 302
    page = writer.get(url).content.decode()
    assert "Bus company" in page
    assert "Leave the road" in writer.get("/warnings/agreed/").content.decode()
    edited = form | {"what": "Leave the road at once", "row_version": 1}
    assert writer.post(f"{url}edit/", edited).status_code == 302
    assert "at once" in writer.get(url).content.decode()
    red = {"marking": "4", "row_version": 2}
    assert "cannot be TLP:RED" in writer.post(f"{url}share/", red).content.decode()
    removal = re.search(r'href="(/warnings/agreed/[^"]+/recipients/[^"]+/remove/)"', page)[1]
    assert writer.post(removal, {"row_version": 1}).status_code == 302
    assert "would reach no one" in writer.get(url).content.decode()
