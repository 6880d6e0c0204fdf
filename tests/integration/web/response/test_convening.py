"""From a gap to an invitation: who is brought together, how safely, and what nobody else learns of it."""

from __future__ import annotations

import datetime as dt
import importlib
import io
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from pypdf import PdfReader
from tests.asked import begin_exercise, later, released
from tests.people import client_of
from tests.record_samples import write_structure, write_tie

from avert.errors import InputError
from avert.society.vocabulary import Layer
from avert.web.accounts.models import Organisation, Person
from avert.web.commitments import services as commitments
from avert.web.records.sharing import Sharing
from avert.web.records.writing import rows_of
from avert.web.response import convening, services
from avert.web.response.convening import Draft
from avert.web.response.models import Invitation, Room
from avert.web.society.models import Structure
from avert.web.society.vocabulary import Consent

CONVENE = "/response/convene/"
GAP = "Nobody links the elders of both banks with the district"
HARM = "Seen as taking sides; both sides are asked on one day"
DRAFT = {"asked": "Come to the market", "harm_by": "Protection adviser"}
ROOM = {"title": "Both banks", "gap": GAP, "no_new_action": "They meet at the well", **DRAFT}


@pytest.fixture
def keeper(analyst: Person) -> Client:
    return client_of(analyst)


@pytest.fixture
def elders(committee: Organisation, analyst: Person) -> Structure:
    return write_structure(committee, analyst, name="Council of elders", consent=Consent.GIVEN)


@pytest.fixture
def youth(committee: Organisation, analyst: Person) -> Structure:
    return write_structure(committee, analyst, name="Youth of the north bank", is_protected=True)


@pytest.fixture
def gap_room(elders: Structure, youth: Structure, analyst: Person) -> Room:
    """A room on a gap, with two who are to be invited."""
    drafts = [Draft(HARM, structure=elders), Draft(HARM, structure=youth)]
    place = {"owner_id": elders.owner_id, "place": "gw:501"}
    return convening.convene(**ROOM, **place, drafts=drafts, viewer=analyst, occasion=later())


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def harm_of(structure: Structure) -> str:
    return f"harm_{structure.pk.hex}"


def letter_text(client: Client, invitation: Invitation) -> str:
    answer = client.get(f"/response/invitations/{invitation.pk}/letter.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_a_gap_sent_by_another_page_becomes_a_room_with_drafted_invitations(
    keeper: Client, elders: Structure, committee: Organisation
) -> None:
    sent = {"gap": GAP, "structure": [str(elders.pk)], "place": "gw:501"}
    page = text(keeper.post(CONVENE, sent))
    assert GAP in page
    assert "Council of elders" in page
    assert not rows_of(Room).exists(), "it is only asked"
    form = {**ROOM, **sent, "owner": str(committee.pk), "marking": "3"}
    assert "This field is required" in text(keeper.post(CONVENE, form)), "nobody thought of what it could do"
    answer = keeper.post(CONVENE, {**form, harm_of(elders): HARM})
    room, invitation = rows_of(Room).get(), rows_of(Invitation).get()
    assert answer.headers["Location"] == f"/response/rooms/{room.pk}/"
    assert (room.warning, room.exercise, room.gap, room.place) == (None, None, GAP, "gw:501")
    assert (invitation.structure, invitation.harm, invitation.asked_on) == (elders, HARM, None)
    shown = text(keeper.get(answer.headers["Location"]))
    assert GAP in shown
    assert "not asked yet" in shown
    assert "Both banks" in text(keeper.get("/response/"))


def test_structures_are_found_by_name_and_place_and_what_is_ticked_is_taken_over(
    keeper: Client, elders: Structure, youth: Structure, committee: Organisation, analyst: Person
) -> None:
    write_structure(committee, analyst, name="Elders of the past", ends=dt.date(2001, 1, 1))
    write_structure(committee, analyst, name="Elders twice", merged_into=elders)
    find = {
        "show": "find",
        "find": "ELDERS council",
        "marking": "3",
        "structure": [str(youth.pk), "nonsense"],
    }
    page = text(keeper.post(CONVENE, find))
    assert f'value="{youth.pk}" id="chosen-{youth.pk}" checked' in page
    assert f'id="found-{elders.pk}"' in page
    assert "Being known puts it at risk" in page
    assert "past" not in page
    assert "twice" not in page
    assert f'id="found-{elders.pk}"' in text(keeper.get(f"{CONVENE}?place=gw:501"))
    assert "found-" not in text(keeper.get(f"{CONVENE}?place=gw:500"))


def test_nobody_is_brought_together_without_somebody_chosen_or_past_what_one_may_read(
    keeper: Client, elders: Structure, ministry: Organisation, outside_stakeholder: Person
) -> None:
    own = client_of(outside_stakeholder)
    form = {
        **ROOM,
        "owner": str(ministry.pk),
        "marking": "3",
        "structure": [str(elders.pk)],
        harm_of(elders): "x",
    }
    page = text(own.post(CONVENE, form))
    assert "Nobody is chosen yet" in page
    assert "Council of elders" not in page
    act = {"drafts": [Draft(HARM, structure=elders)], "viewer": outside_stakeholder, "occasion": later()}
    with pytest.raises(PermissionDenied):
        convening.convene(**ROOM, owner_id=ministry.pk, **act)
    assert not rows_of(Room).exists(), "all or nothing"


@pytest.mark.parametrize("draft", [{"harm": " "}, {"harm_by": ""}])
def test_whoever_never_agreed_or_is_at_risk_is_invited_only_with_care(
    gap_room: Room, committee: Organisation, analyst: Person, draft: dict[str, str]
) -> None:
    listed = write_structure(committee, analyst, name="Traders", consent=Consent.NOT_ASKED)
    act = {"viewer": analyst, "occasion": later()}
    for structure, said in ((listed, "never agreed"), (None, "Nobody has written down")):
        with pytest.raises(InputError, match=said):
            convening.invite(
                room=gap_room, structure=structure, role="Elder", **{**DRAFT, "harm": HARM, **draft}, **act
            )
    one = rows_of(Invitation).first()
    with pytest.raises(InputError):
        convening.change_invitation(record=one, row_version=1, fields={"harm": "", **draft}, **act)


def test_an_answer_is_written_down_and_none_comes_before_the_question(
    gap_room: Room, keeper: Client, elders: Structure
) -> None:
    invitation = rows_of(Invitation).get(structure=elders)
    url = f"/response/invitations/{invitation.pk}/edit/"
    form = {**DRAFT, "harm": HARM, "asked_on": "2024-03-02", "answer": "yes", "row_version": "1"}
    assert "before the question" in text(keeper.post(url, form | {"answered_on": "2024-03-01"}))
    assert keeper.post(url, form | {"answered_on": "2024-03-04"}).status_code == 302
    assert "Yes, 4 March 2024" in text(keeper.get(f"/response/rooms/{gap_room.pk}/"))


def test_a_hostility_in_force_between_two_who_are_invited_is_asked_about(
    gap_room: Room, keeper: Client, elders: Structure, youth: Structure, analyst: Person
) -> None:
    committee = gap_room.owner
    url = f"/response/rooms/{gap_room.pk}/"
    given = {"source": elders, "target": youth, "layer": Layer.HOSTILITY}
    write_tie(committee, analyst, **given, ends=dt.date(2001, 1, 1))
    assert "sit in one room" not in text(keeper.get(url))
    older = write_structure(committee, analyst, name="Youth", merged_into=youth)
    write_tie(committee, analyst, **given | {"target": older})
    assert "sit in one room" in text(keeper.get(url))
    both = {"structure": [str(elders.pk), str(youth.pk)], "gap": GAP}
    assert "sit in one room" in text(keeper.post(CONVENE, both))
    declined = rows_of(Invitation).get(structure=youth)
    convening.change_invitation(
        record=declined, row_version=1, fields={"answer": "no"}, viewer=analyst, occasion=later()
    )
    assert "sit in one room" not in text(keeper.get(url))


def test_an_invitation_alone_shows_nothing_and_in_the_shared_room_it_stays_with_its_writer(
    gap_room: Room, ministry: Organisation, outside_stakeholder: Person, analyst: Person, keeper: Client
) -> None:
    from avert.web.records import services as records

    partner, url = client_of(outside_stakeholder), f"/response/rooms/{gap_room.pk}/"
    assert partner.get(url).status_code == 404
    both = Sharing(organisations=frozenset({ministry.pk}))
    act = {"viewer": analyst, "occasion": later(hours=1)}
    records.share(record=gap_room, row_version=1, sharing=both, marking=gap_room.marking, **act)
    page = text(partner.get(url))
    assert GAP in page
    assert "Council of elders" not in page
    assert HARM not in page
    one = rows_of(Invitation).first()
    assert one is not None
    records.share(record=one, row_version=1, sharing=both, marking=one.marking, **act)
    page = text(partner.get(url))
    assert "a structure that you may not see" in page
    assert "Council of elders" not in page
    assert partner.get(f"{url}invitations/new/").status_code == 200
    assert "Council of elders" in text(keeper.get(url))


def test_those_who_take_part_invite_more_and_nobody_twice(
    gap_room: Room, keeper: Client, elders: Structure, committee: Organisation, analyst: Person
) -> None:
    url = f"/response/rooms/{gap_room.pk}/invitations/new/"
    traders = write_structure(committee, analyst, name="Traders")
    page = text(keeper.get(url))
    assert f"found-{traders.pk}" in page
    assert f"found-{elders.pk}" not in page, "they are invited already"
    form = {**DRAFT, "structure": [str(traders.pk), str(elders.pk)], harm_of(traders): HARM}
    assert keeper.post(url, form | {"role": "Radio host"}).status_code == 200, (
        "without what it could do to them"
    )
    assert keeper.post(url, form | {"role": "Radio host", "harm_role": HARM}).status_code == 302
    assert rows_of(Invitation).count() == 4
    assert "Radio host" in text(keeper.get(f"/response/rooms/{gap_room.pk}/"))


def test_the_letter_says_when_and_where_and_names_nobody_who_could_be_harmed(
    gap_room: Room, keeper: Client, analyst: Person, elders: Structure, youth: Structure
) -> None:
    act = {"viewer": analyst, "occasion": later()}
    at = dt.datetime(2124, 3, 5, 9, tzinfo=dt.UTC)
    services.add_meeting(room=gap_room, at=at, zone="Africa/Nairobi", where="Under the old tree", **act)
    to_elders, to_youth = (rows_of(Invitation).get(structure=one) for one in (elders, youth))
    letter = letter_text(keeper, to_elders)
    for said in ("Council of elders", "District peace committee", "Both banks", "Come to the market"):
        assert said in letter
    assert "12:00" in letter
    assert "Under the old tree" in letter
    for kept in ("Youth", HARM, GAP):
        assert kept not in letter
    assert "Youth" not in letter_text(keeper, to_youth), "a paper is found and photographed"


def test_what_is_removed_from_the_register_is_invited_no_more(
    gap_room: Room, elders: Structure, analyst: Person
) -> None:
    from avert.web.records import services as records

    records.remove(record=elders, row_version=1, viewer=analyst, occasion=later())
    assert [one.structure.name for one in rows_of(Invitation)] == ["Youth of the north bank"]


def test_commitments_about_a_room_stand_on_its_page(gap_room: Room, keeper: Client, analyst: Person) -> None:
    commitments.promise(
        owner_id=gap_room.owner_id, by="Elders", to="Traders", what="Open the market", about=gap_room,
        viewer=analyst, occasion=later(),
    )  # fmt: skip
    page = text(keeper.get(f"/response/rooms/{gap_room.pk}/"))
    assert "Open the market" in page
    assert f"about={gap_room.pk}" in page


def test_what_belongs_to_an_exercise_never_meets_what_is_real(
    elders: Structure, committee: Organisation, ministry: Organisation, analyst: Person, keeper: Client
) -> None:
    exercise = begin_exercise(committee, analyst, later().at)
    mine = write_structure(committee, analyst, name="Made-up elders", exercise=exercise)
    page = text(keeper.get(f"{CONVENE}?place=gw:501&exercise={exercise.pk}"))
    assert "Made-up elders" in page
    assert "Council of elders" not in page
    act = {"owner_id": committee.pk, "exercise": exercise, "viewer": analyst, "occasion": later()}
    with pytest.raises(InputError, match="never meets what is real"):
        convening.convene(**ROOM, drafts=[Draft(HARM, structure=elders)], **act)
    room = convening.convene(**ROOM, drafts=[Draft(HARM, structure=mine)], **act)
    assert "Both banks" not in text(keeper.get("/response/"))
    assert "Both banks" in text(keeper.get(f"/response/?exercise={exercise.pk}"))
    with pytest.raises(InputError, match="takes no part in the exercise"):
        services.share_room(
            record=room, row_version=1, sharing=Sharing(organisations=frozenset({ministry.pk})),
            marking=room.marking, viewer=analyst, occasion=later(),
        )  # fmt: skip


def test_a_room_is_about_a_warning_or_a_gap(gap_room: Room, analyst: Person, keeper: Client) -> None:
    with pytest.raises(InputError, match="gap"):
        services.open_room(
            owner_id=gap_room.owner_id, title="x", no_new_action="x", viewer=analyst, occasion=later()
        )
    form = {"title": "Both banks", "no_new_action": "x", "gap": "", "state": "open", "row_version": "1"}
    assert "gap" in text(keeper.post(f"/response/rooms/{gap_room.pk}/edit/", form))


def test_the_migration_says_of_each_room_which_exercise_its_warning_belongs_to(
    committee: Organisation, analyst: Person, gap_room: Room
) -> None:
    exercise = begin_exercise(committee, analyst, later().at)
    given = {"owner_id": committee.pk, "no_new_action": "x", "viewer": analyst, "occasion": later()}
    drill = services.open_room(
        warning=released(committee, analyst, exercise=exercise), title="Drill", **given
    )
    real = services.open_room(warning=released(committee, analyst), title="Real", **given)
    rows_of(Room).update(exercise=None)
    name = "0003_exercise_of_rooms"
    then = MigrationExecutor(connection).loader.project_state(("response", name)).apps
    importlib.import_module(f"avert.web.response.migrations.{name}").say_exercise(then, None)
    found = {room.pk: room.exercise_id for room in rows_of(Room)}
    assert found == {drill.pk: exercise.pk, real.pk: None, gap_room.pk: None}
