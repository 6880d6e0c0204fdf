"""The pages of a warning, from the draft to the all clear, as those who use them click through."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.integration.web.warnings.situations import (
    address,
    now,
    propose,
    released,
    write_agreed,
    write_contact,
    write_draft,
)
from tests.people import OCCASION, client_of, make_person
from tests.record_samples import SAMPLES, write_exercise

from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.audit.models import AuditEntry
from avert.web.contacts.models import Ladder
from avert.web.records.sharing import Sharing
from avert.web.records.writing import rows_of
from avert.web.signals.models import Signal
from avert.web.warnings.models import Addressee, Warning
from avert.web.warnings.vocabulary import Message, State

TODAY = dt.datetime.now(tz=dt.UTC).date()
FORM = {
    "title": "Attacks after the vote", "event": "ELECTION", "lens": "both", "what": "Clashes are feared",
    "to_whom": "settled families", "place": "Kenya", "window_from": TODAY.isoformat(),
    "window_until": (TODAY + dt.timedelta(days=7)).isoformat(), "probability": "likely", "confidence": "low",
    "rests_on": "Leaflets", "would_change": "Elders meet", "harm_of_issuing": "Flight", "language": "en",
}  # fmt: skip
AUDIENCE = {"marking": "3"}


def tomorrow() -> str:
    return (timezone.now() + dt.timedelta(days=1)).strftime("%Y-%m-%dT12:00")


def addressed(**fields: Any) -> dict[str, Any]:
    return {
        "role": "District commissioner", "can_do": "Send officers", "asked": "Send officers to both markets",
        "zone": "Africa/Nairobi", "acknowledge_by": tomorrow(), **fields,
    }  # fmt: skip


def drafted(writer: Client, committee: Organisation, **fields: Any) -> Warning:
    answer = writer.post("/warnings/new/", {**FORM, **AUDIENCE, "owner": str(committee.pk), **fields})
    assert answer.status_code == 302, re.findall(
        r'class="mistake".*?</div>', answer.content.decode(), re.DOTALL
    )
    return rows_of(Warning).get(pk=answer.headers["Location"].split("/")[2])


def step(client: Client, warning: Warning, way: str, **fields: Any) -> Any:
    return client.post(f"/warnings/{warning.pk}/{way}/", {"row_version": now(warning).row_version, **fields})


def test_from_draft_to_release_by_two(committee: Organisation, writer: Client, checker: Client) -> None:
    warning = drafted(writer, committee)
    page = writer.get(f"/warnings/{warning.pk}/").content.decode()
    assert "Name at least one addressee" in page
    assert "Two sides are made of one" in page, "its words are looked at"
    assert writer.post(f"/warnings/{warning.pk}/addressees/new/", addressed()).status_code == 302
    assert step(writer, warning, "propose").status_code == 302
    assert step(writer, warning, "release").status_code == 200, "its author is told why not"
    assert now(warning).state == State.PROPOSED
    page = checker.get(f"/warnings/{warning.pk}/release/").content.decode()
    for words in ("May this go out, to exactly these?", "District commissioner", "Send officers to both markets",
                  "By hand: call, card or messenger", "TLP:AMBER+STRICT", "12:00 (Africa/Nairobi)"):  # fmt: skip
        assert words in page
    assert step(checker, warning, "release").status_code == 302
    assert now(warning).state == State.RELEASED
    assert "Two sides are made of one" not in writer.get(f"/warnings/{warning.pk}/").content.decode()


def test_local_times_are_kept_in_utc_and_shown_again_as_they_were_typed(
    committee: Organisation, writer: Client
) -> None:
    warning = drafted(writer, committee)
    writer.post(f"/warnings/{warning.pk}/addressees/new/", addressed(decide_by="2030-01-02T18:30"))
    addressee = rows_of(Addressee).get()
    assert addressee.decide_by == dt.datetime(2030, 1, 2, 15, 30, tzinfo=dt.UTC)
    page = writer.get(f"/warnings/{warning.pk}/addressees/{addressee.pk}/edit/").content.decode()
    assert 'value="2030-01-02T18:30"' in page
    changed = addressed(decide_by="2030-01-02T18:30", asked="Send mediators", row_version=1)
    assert writer.post(f"/warnings/{warning.pk}/addressees/{addressee.pk}/edit/", changed).status_code == 302
    assert now(addressee).asked == "Send mediators"
    assert now(addressee).decide_by == addressee.decide_by
    stale = writer.post(f"/warnings/{warning.pk}/addressees/{addressee.pk}/edit/", changed)
    assert "Someone else has changed this" in stale.content.decode()
    assert writer.post(
        f"/warnings/{warning.pk}/addressees/{addressee.pk}/remove/", {"row_version": 2}
    ).status_code == 302  # fmt: skip
    assert not rows_of(Addressee).exists()


def test_a_zone_that_is_none_is_said(committee: Organisation, writer: Client) -> None:
    warning = drafted(writer, committee)
    answer = writer.post(f"/warnings/{warning.pk}/addressees/new/", addressed(zone="Nakuru"))
    assert "This is no time zone" in answer.content.decode()


def test_only_what_the_writer_may_know_is_offered_and_taken(
    committee: Organisation, ministry: Organisation, writer: Client, outside_stakeholder: Person
) -> None:
    warning, hidden = (
        drafted(writer, committee),
        write_contact(ministry, outside_stakeholder, role="Spokesman"),
    )
    page = writer.get(f"/warnings/{warning.pk}/addressees/new/").content.decode()
    assert "Spokesman" not in page
    assert "Ministry" not in page
    for forged in ({"contact": str(hidden.pk)}, {"organisation": str(ministry.pk)}):
        answer = writer.post(f"/warnings/{warning.pk}/addressees/new/", addressed(**forged))
        assert answer.status_code == 200
    assert not rows_of(Addressee).exists()


def test_people_at_risk_need_the_three_answers_first(
    committee: Organisation, writer: Client, checker: Client
) -> None:
    warning = drafted(writer, committee)
    writer.post(f"/warnings/{warning.pk}/addressees/new/", addressed(is_at_risk="on"))
    step(writer, warning, "propose")
    assert "Check it now" in checker.get(f"/warnings/{warning.pk}/release/").content.decode()
    assert "at risk" in step(checker, warning, "release").content.decode()
    answers = {"panic": "No", "entrapment": "No, the road is open", "exposure": "No"}
    assert step(checker, warning, "check", **answers | {"panic": ""}).status_code == 200
    assert step(checker, warning, "check", **answers).status_code == 302
    assert step(checker, warning, "release").status_code == 302
    assert now(warning).state == State.RELEASED


def test_a_no_needs_a_reason_and_shows_it_to_the_author(
    committee: Organisation, writer: Client, checker: Client
) -> None:
    warning = drafted(writer, committee)
    writer.post(f"/warnings/{warning.pk}/addressees/new/", addressed())
    step(writer, warning, "propose")
    assert "Add the reason" in step(checker, warning, "release", send_back="yes").content.decode()
    assert step(checker, warning, "release", send_back="yes", note="Which road?").status_code == 302
    assert "Which road?" in writer.get(f"/warnings/{warning.pk}/").content.decode()
    assert "Which road?" in writer.get(f"/warnings/{warning.pk}/history/").content.decode()


def test_a_stale_release_page_lets_nothing_out(
    committee: Organisation, writer: Client, checker: Client
) -> None:
    warning = drafted(writer, committee)
    writer.post(f"/warnings/{warning.pk}/addressees/new/", addressed())
    step(writer, warning, "propose")
    answer = checker.post(f"/warnings/{warning.pk}/release/", {"row_version": 1})
    assert "Someone else has changed this" in answer.content.decode()
    assert now(warning).state == State.PROPOSED


def test_a_proposed_warning_is_taken_back_or_dropped(
    committee: Organisation, writer: Client, checker: Client
) -> None:
    warning = drafted(writer, committee)
    writer.post(f"/warnings/{warning.pk}/addressees/new/", addressed())
    step(writer, warning, "propose")
    assert writer.get(f"/warnings/{warning.pk}/edit/").status_code == 200
    assert step(writer, warning, "edit", **FORM).status_code == 200, (
        "it says that it must be taken back first"
    )
    assert step(writer, warning, "back").status_code == 302
    assert step(writer, warning, "edit", **FORM | {"what": "Attacks"}).status_code == 302
    assert step(checker, warning, "drop").status_code == 302
    assert now(warning).state == State.DROPPED
    assert step(writer, warning, "remove").status_code == 302
    assert not rows_of(Warning).exists()


def test_what_is_out_is_neither_edited_nor_removed(
    committee: Organisation, analyst: Person, second: Person, writer: Client
) -> None:
    warning = released(committee, analyst, second)
    assert step(writer, warning, "remove").status_code == 403
    assert "does not change any more" in step(writer, warning, "edit", **FORM).content.decode()
    assert writer.post(f"/warnings/{warning.pk}/addressees/new/", addressed()).status_code == 403


@pytest.mark.parametrize("message", [Message.UPDATE, Message.CANCEL, Message.ALL_CLEAR])
def test_what_is_out_is_updated_withdrawn_or_over_by_another_draft(
    committee: Organisation, analyst: Person, second: Person, writer: Client, message: Message
) -> None:
    old = released(committee, analyst, second, window_until=TODAY + dt.timedelta(days=9))
    page = writer.get(f"/warnings/{old.pk}/{message.value}/").content.decode()
    assert old.title in page
    form = (
        FORM
        if message == Message.UPDATE
        else {"title": old.title, "what": "The elders met", "place": "Kenya"}
    )
    answer = writer.post(f"/warnings/{old.pk}/{message.value}/", form)
    new = rows_of(Warning).get(message=message)
    assert answer.headers["Location"] == f"/warnings/{new.pk}/"
    assert (new.replaces_id, new.marking) == (old.pk, old.marking)
    assert rows_of(Addressee).filter(warning=new).count() == 1
    assert (
        "Something is being written to take its place" in writer.get(f"/warnings/{old.pk}/").content.decode()
    )


def test_a_warning_raised_from_signals_begins_with_what_they_say(
    committee: Organisation,
    ministry: Organisation,
    analyst: Person,
    writer: Client,
    outside_stakeholder: Person,
) -> None:
    signal = SAMPLES[Signal][0](committee, analyst, text="Leaflets at the well")
    hidden = SAMPLES[Signal][0](ministry, outside_stakeholder, text="Zanzibarite")
    assert "Leaflets at the well" in writer.get(f"/warnings/new/?signal={signal.pk}").content.decode()
    for wrong in (hidden.pk, "nonsense"):
        assert writer.get(f"/warnings/new/?signal={wrong}").status_code == 404
    form = {**FORM, **AUDIENCE, "owner": str(committee.pk), "rests_on": "What traders say"}
    answer = writer.post(f"/warnings/new/?signal={signal.pk}", form)
    page = writer.get(answer.headers["Location"]).content.decode()
    assert "Leaflets at the well" in page


def test_a_signal_is_shown_only_to_who_may_read_it(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    signal = SAMPLES[Signal][0](committee, analyst, text="Leaflets at the well")
    shared = Sharing(organisations=frozenset({ministry.pk}))
    warning = write_draft(committee, analyst, signals=[signal.pk], sharing=shared)
    page = client_of(outside_stakeholder).get(f"/warnings/{warning.pk}/").content.decode()
    assert "Leaflets in two markets" in page
    assert "Leaflets at the well" not in page


def test_an_exercise_is_a_world_of_its_own(
    committee: Organisation, lead: Person, writer: Client, outside_stakeholder: Person
) -> None:
    exercise = write_exercise(committee, lead, title="Juba 2013")
    asked = f"?exercise={exercise.pk}"
    answer = writer.post(
        f"/warnings/new/{asked}", {**FORM, **AUDIENCE, "owner": str(committee.pk), "title": "Played"}
    )
    assert rows_of(Warning).get().exercise_id == exercise.pk
    drafted(writer, committee, title="Real")
    real, played = (writer.get(f"/warnings/{way}").content.decode() for way in ("", asked))
    assert ("Real" in real, "Played" in real) == (True, False)
    assert ("Real</bdi>" in played, "Played" in played) == (False, True)
    assert "nothing here is real" in played
    assert "nothing here is real" in writer.get(answer.headers["Location"]).content.decode()
    for wrong in (asked, "?exercise=nonsense"):
        assert client_of(outside_stakeholder).get(f"/warnings/{wrong}").status_code == 404


def test_the_list_is_narrowed_by_place_and_state(
    committee: Organisation, analyst: Person, second: Person, writer: Client
) -> None:
    write_draft(committee, analyst, title="Here")
    write_draft(committee, analyst, title="There", place="gw:500")
    released(committee, analyst, second, title="Long over")

    def listed(asked: str) -> set[str]:
        page = writer.get(f"/warnings/?{asked}").content.decode()
        return {title for title in ("Here", "There", "Long over") if f"{title}</bdi>" in page}

    assert listed("") == {"Here", "There"}
    assert listed("place=Uganda") == {"There"}
    assert listed("state=released") == {"Long over"}
    assert listed("state=all") == {"Here", "There", "Long over"}
    assert listed("place=Nowhere&state=all") == set()


def test_history_names_what_keys_stand_for_and_never_whom_the_reader_may_not_know(
    committee: Organisation, analyst: Person, lead: Person, writer: Client
) -> None:
    ladder = SAMPLES[Ladder][0](committee, lead, title="By night")
    agreed = write_agreed(committee, analyst, ladder=ladder)
    page = writer.get(f"/warnings/agreed/{agreed.pk}/history/").content.decode()
    assert "By night" in page
    assert str(ladder.pk) not in page


def test_a_page_of_a_warning_is_written_down_as_read(
    committee: Organisation, analyst: Person, writer: Client
) -> None:
    warning = write_draft(committee, analyst)
    writer.get(f"/warnings/{warning.pk}/")
    writer.get("/warnings/")
    assert AuditEntry.objects.filter(action="read", object_id=str(warning.pk)).exists()
    assert AuditEntry.objects.filter(action="read-list", object_kind="warnings.warning").exists()


def a_panel(warning: Any, viewer: Any, at: Any) -> dict[str, Any]:
    return {"audience": [f"panel of {warning.title}"]}


def test_a_higher_app_adds_its_panel(
    committee: Organisation, analyst: Person, writer: Client, settings: Any
) -> None:
    settings.AVERT_WARNING_PANELS = [f"{__name__}.a_panel"]
    warning = write_draft(committee, analyst)
    assert "panel of Attacks" in writer.get(f"/warnings/{warning.pk}/").content.decode()


def test_a_warning_s_page_asks_as_much_for_thirty_addressees_as_for_three(
    committee: Organisation, analyst: Person, writer: Client
) -> None:
    warning = write_draft(committee, analyst)
    asked = []
    for _many in (3, 27):
        for number in range(_many):
            address(warning, analyst, contact=write_contact(committee, analyst, role=f"R{number}"))
        with CaptureQueriesContext(connection) as queries:
            assert writer.get(f"/warnings/{warning.pk}/").status_code == 200
        asked.append(len(queries))
    assert asked[1] <= asked[0]
    assert asked[0] < 60


def test_an_addressee_s_people_read_it_and_find_no_way_to_change_it(
    committee: Organisation, analyst: Person, second: Person
) -> None:
    police = accounts.create_organisation(name={"en": "Police"}, occasion=OCCASION, is_listed=True)
    warning = released(committee, analyst, second, to={"organisation": police})
    client = client_of(make_person("officer", police))
    page = client.get(f"/warnings/{warning.pk}/").content.decode()
    assert "What is asked of you" in page
    assert "Who looked at it" not in page
    assert "Second" not in page
    for way in (
        "edit",
        "share",
        "propose",
        "release",
        "check",
        "review",
        "back",
        "drop",
        "update",
        "cancel",
        "all-clear",
    ):
        assert f'href="{way}/"' not in page
        assert step(client, warning, way).status_code == 403, way


def test_to_propose_shows_all_that_is_missing_with_a_way_there(
    committee: Organisation, writer: Client
) -> None:
    warning = drafted(writer, committee, would_change="", place="")
    page = writer.get(f"/warnings/{warning.pk}/propose/").content.decode()
    for where in ("edit/#id_would_change", "edit/#id_place", "addressees/new/"):
        assert f'href="/warnings/{warning.pk}/{where}"' in page
    assert "complete" in step(writer, warning, "propose").content.decode()


def test_the_release_is_not_offered_while_it_waits_for_nobody(
    committee: Organisation, analyst: Person, checker: Client
) -> None:
    warning = write_draft(committee, analyst)
    assert "This is a draft" in checker.get(f"/warnings/{warning.pk}/release/").content.decode()
    address(warning, analyst, acknowledge_by=timezone.now() + dt.timedelta(hours=3))
    propose(warning, analyst)
    assert "window is over already" in checker.get(f"/warnings/{warning.pk}/release/").content.decode()
