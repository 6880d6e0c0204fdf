"""Claims rest on independent origins, discarded evidence counts nowhere, and rivals are weighed side by side."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.asked import begin_exercise
from tests.assessing import begin_with, make_organisations, name_stakeholder
from tests.people import OCCASION, client_of
from tests.record_samples import write_signal

from avert.errors import InputError
from avert.web.accounts.models import Organisation, Person
from avert.web.assessment.evidence import selectors, services
from avert.web.assessment.evidence.board import Board, settled
from avert.web.assessment.models import Assessment, Claim, Evidence, Reading, Weight
from avert.web.records import services as records
from avert.web.records.models import Link
from avert.web.records.sharing import NOBODY_ELSE
from avert.web.records.taking_part import add_part
from avert.web.records.writing import rows_of

NOW = dt.datetime(2024, 3, 2, 9, tzinfo=dt.UTC)
GRADED = {"reliability": "B", "credibility": 2}


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", answer.content.decode())


def url(assessment: Assessment, page: str = "") -> str:
    return f"/assessments/{assessment.pk}/evidence/{page}"


def evidence_in(assessment: Assessment, by: Person, what: str = "Leaflets", **content: Any) -> Evidence:
    return services.add_evidence(assessment=assessment, what=what, viewer=by, occasion=OCCASION, **content)


def claim_in(
    assessment: Assessment, by: Person, words: str = "Ordered from outside", **content: Any
) -> Claim:
    return services.add_claim(assessment=assessment, text=words, viewer=by, occasion=OCCASION, **content)


def weigh(evidence: Evidence, claim: Claim, by: Person, bearing: str = "C", **content: Any) -> Weight:
    return services.weigh_evidence(
        evidence=evidence, claim=claim, bearing=bearing, viewer=by, occasion=OCCASION, **content
    )


def test_ten_pieces_of_one_origin_count_once(assessment: Assessment, analyst: Person, keeper: Client) -> None:
    claim = claim_in(assessment, analyst)
    for index in range(10):
        piece = evidence_in(assessment, analyst, f"Post {index}", origin="one channel", **GRADED)
        weigh(piece, claim, analyst)
    standing = Board.of(analyst, assessment).standing(claim, NOW)
    assert standing.weighed.supporting == 1
    shown = text(keeper, url(assessment))
    assert "1 independent origin for it" in shown
    assert "<strong>moderate</strong>" in shown
    weigh(evidence_in(assessment, analyst, "Seen", origin="clinic", **GRADED), claim, analyst)
    weigh(evidence_in(assessment, analyst, "Heard", origin="parish", **GRADED), claim, analyst)
    assert "<strong>high</strong>" in text(keeper, url(assessment))


def test_discarded_evidence_is_kept_apart_and_never_counted(
    assessment: Assessment, analyst: Person, keeper: Client
) -> None:
    claim, piece = claim_in(assessment, analyst), evidence_in(assessment, analyst, origin="radio")
    weigh(piece, claim, analyst)
    address = f"/assessments/evidence/{piece.pk}/discard/"
    refused = keeper.post(address, {"is_discarded": "on", "row_version": "1"})
    assert "Say why it no longer counts" in refused.content.decode()
    answer = keeper.post(
        address, {"is_discarded": "on", "discarded_why": "It was a film of 2011", "row_version": "1"}
    )
    assert answer.status_code == 302
    board = Board.of(analyst, assessment)
    assert board.is_untested(claim)
    assert board.standing(claim, NOW).weighed.supporting == 0
    assert not board.matrix([claim]).rows
    shown = text(keeper, url(assessment))
    assert "It was a film of 2011" in shown
    assert "No evidence: an untested assumption." in shown
    back = keeper.post(address, {"discarded_why": "It was a film of 2011", "row_version": "2"})
    assert back.status_code == 302
    assert not Board.of(analyst, assessment).discarded


def test_a_grade_that_nobody_can_give_is_unknown_and_not_low(
    assessment: Assessment, analyst: Person, keeper: Client
) -> None:
    evidence_in(assessment, analyst)
    assert "unknown: nobody can judge the source" in text(keeper, url(assessment))
    with pytest.raises(InputError, match="Admiralty"):
        evidence_in(assessment, analyst, reliability="G")


def test_the_share_of_what_nobody_tested_counts_claims_and_answers(
    assessment: Assessment, analyst: Person, keeper: Client
) -> None:
    piece = evidence_in(assessment, analyst)
    weigh(piece, claim_in(assessment, analyst), analyst)
    claim_in(assessment, analyst, "Paid for abroad")
    reading = Reading(
        assessment=assessment,
        stakeholder=name_stakeholder(assessment, analyst),
        framework="un_framework_2014",
        at=OCCASION.at,
        values={"UNFA-8.8": "present", "UNFA-7.5": "acute", "UNFA-7.6": "unknown"},
        cited={"UNFA-8.8": [str(piece.pk)]},
    )
    add_part(part=reading, viewer=analyst, occasion=OCCASION)
    assert selectors.readings_citing(analyst, assessment, {str(piece.pk)}) == (2, 1)
    shown = text(keeper, url(assessment))
    assert shown.count("1 of 2") == 2


def test_rivals_are_ranked_by_what_speaks_against_them_and_one_piece_may_turn_it(
    assessment: Assessment, analyst: Person, keeper: Client
) -> None:
    first = claim_in(assessment, analyst, "Ordered from outside", answers="Who ordered  them?")
    second = claim_in(assessment, analyst, "Made by the youth wing", answers="Who ordered them? ")
    for origin in ("printer", "printer"):
        piece = evidence_in(assessment, analyst, "The printer named them", origin=origin)
        weigh(piece, first, analyst, "I")
        weigh(piece, second, analyst, "C")
    other = evidence_in(assessment, analyst, "Youths were away", origin="teacher")
    weigh(other, second, analyst, "I")
    shown = text(keeper, f"/assessments/claims/{first.pk}/hypotheses/")
    assert shown.index("Made by the youth wing") < shown.index("Ordered from outside")
    said = (
        "Without all that goes back to “printer” \\(2 pieces\\) the first place changes: H[12], then H[12]\\."
    )
    assert re.search(said, shown)
    assert "decides nothing by itself" in shown
    assert "Weigh these against each other" in text(keeper, url(assessment))


def test_weighing_again_changes_what_the_own_organisation_said_and_nothing_else(
    assessment: Assessment, analyst: Person, outside_stakeholder: Person, partner: Client
) -> None:
    claim, piece = claim_in(assessment, analyst), evidence_in(assessment, analyst)
    weigh(piece, claim, analyst, "C")
    weigh(piece, claim, analyst, "CC")
    answer = partner.post(
        f"/assessments/evidence/{piece.pk}/weigh/",
        {f"bears_{claim.pk}": "I", f"why_{claim.pk}": "The printer is theirs"},
    )
    assert answer.status_code == 302
    assert sorted(rows_of(Weight).values_list("bearing", flat=True)) == ["CC", "I"]
    board = Board.of(outside_stakeholder, assessment)
    assert board.is_disputed(claim, piece.pk)
    assert board.standing(claim, NOW).weighed.supporting == 0
    assert not board.is_untested(claim)
    shown = text(partner, url(assessment))
    assert "organisations weigh it differently" in shown
    assert "The printer is theirs" in shown


@pytest.mark.parametrize(
    ("bearings", "counts"),
    [
        (["C"], "C"),
        (["C", "CC"], "C"),
        (["C", "I"], "-"),
        (["I", "II", "II", "CC"], "II"),
        (["N", "N", "I"], "N"),
    ],
)
def test_of_several_words_the_side_that_most_take_counts(bearings: list[str], counts: str) -> None:
    assert settled(bearings) == counts


def test_evidence_comes_from_a_signal_that_one_may_read(
    assessment: Assessment, analyst: Person, outside_stakeholder: Person, keeper: Client, partner: Client
) -> None:
    signal = write_signal(assessment.owner, analyst)
    form = {"what": "Leaflets at the market", "reliability": "C", "credibility": "3"}
    assert keeper.post(url(assessment, f"new/?signal={signal.pk}"), form).status_code == 302
    made = rows_of(Evidence).get()
    assert (made.reliability, made.credibility) == ("C", 3)
    assert rows_of(Evidence).filter(pk=Link.objects.get(to_id=signal.pk, kind="evidence of").from_id).exists()
    assert f"/signals/{signal.pk}/" in text(keeper, url(assessment))
    # The ministry reads the evidence, and not that there was a signal.
    shown = text(partner, url(assessment))
    assert "Leaflets at the market" in shown
    assert str(signal.pk) not in shown
    assert partner.get(url(assessment, f"new/?signal={signal.pk}")).status_code == 404
    assert partner.get(url(assessment, "new/?signal=x")).status_code == 404
    with pytest.raises(InputError):
        evidence_in(assessment, outside_stakeholder, evidence_of=uuid.uuid4())


def test_a_signal_leads_to_the_assessments_of_its_own_exercise_in_which_it_may_be_evidence(
    assessment: Assessment, analyst: Person, keeper: Client, partner: Client
) -> None:
    exercise = begin_exercise(assessment.owner, analyst, OCCASION.at)
    signal = write_signal(assessment.owner, analyst)
    asked = f"/assessments/evidence/from-signal/?signal={signal.pk}"
    assert f'href="{asked}"' in text(keeper, f"/signals/{signal.pk}/")
    assert f'href="{url(assessment, f"new/?signal={signal.pk}")}"' in text(keeper, asked)
    assert partner.get(asked).status_code == 404
    assert str(assessment.pk) not in text(keeper, f"{asked}&exercise={exercise.pk}")
    played = begin_with(assessment.owner, analyst, exercise=exercise)
    with pytest.raises(InputError, match="is not there"):
        evidence_in(played, analyst, evidence_of=signal.pk)


def test_whoever_does_not_read_evidence_learns_nothing_of_it_from_weights(
    assessment: Assessment, analyst: Person, outside_stakeholder: Person
) -> None:
    claim = claim_in(assessment, analyst)
    secret = evidence_in(assessment, analyst, "Told in confidence", sharing=NOBODY_ELSE)
    weigh(secret, claim, analyst, "II")
    assert Board.of(analyst, assessment).standing(claim, NOW).weighed.unknown_contradicting == 1
    theirs = Board.of(outside_stakeholder, assessment)
    assert theirs.weights[claim.pk] == {}
    assert not selectors.weights_in(outside_stakeholder, [claim.pk])
    with pytest.raises(PermissionDenied):
        weigh(secret, claim, outside_stakeholder)


def test_evidence_and_claim_of_two_assessments_are_not_weighed(
    assessment: Assessment, committee: Organisation, analyst: Person
) -> None:
    other = begin_with(committee, analyst)
    with pytest.raises(InputError, match="different assessments"):
        weigh(evidence_in(assessment, analyst), claim_in(other, analyst), analyst)


def test_who_only_reads_adds_and_weighs_nothing(
    assessment: Assessment, analyst: Person, colleague: Person
) -> None:
    piece, reader = evidence_in(assessment, analyst), client_of(colleague)
    assert "Add evidence" not in text(reader, url(assessment))
    for page in (url(assessment, "new/"), url(assessment, "claims/new/"), url(assessment, "gaps/new/")):
        assert reader.get(page).status_code == 403, page
    assert reader.get(f"/assessments/evidence/{piece.pk}/weigh/").status_code == 403
    with pytest.raises(PermissionDenied):
        evidence_in(assessment, colleague)


def test_a_stranger_and_an_organisation_that_takes_no_part_find_nothing(
    assessment: Assessment, analyst: Person, stranger: Client
) -> None:
    claim, piece = claim_in(assessment, analyst), evidence_in(assessment, analyst)
    elsewhere = client_of(make_organisations(1)[0][1])
    for page in (
        url(assessment),
        url(assessment, "new/"),
        f"/assessments/evidence/{piece.pk}/weigh/",
        f"/assessments/evidence/{piece.pk}/edit/",
        f"/assessments/claims/{claim.pk}/hypotheses/",
    ):
        assert elsewhere.get(page).status_code == 404, page
        assert stranger.get(page).status_code == 302, page


def test_evidence_goes_with_what_was_said_of_it_and_an_assessment_with_all_of_it(
    assessment: Assessment, analyst: Person, outside_stakeholder: Person
) -> None:
    claim, piece = claim_in(assessment, analyst), evidence_in(assessment, analyst)
    weigh(piece, claim, outside_stakeholder)
    records.remove(record=piece, row_version=1, viewer=analyst, occasion=OCCASION)
    assert not rows_of(Weight).exists()
    weigh(evidence_in(assessment, analyst), claim, analyst)
    records.remove(record=assessment, row_version=1, viewer=analyst, occasion=OCCASION)
    assert not any(rows_of(kind).exists() for kind in (Assessment, Claim, Evidence, Weight))


def test_the_page_asks_the_database_as_often_for_much_evidence_as_for_little(
    committee: Organisation, analyst: Person
) -> None:
    people = make_organisations(10)
    assessment = begin_with(committee, analyst, *(organisation for organisation, _person in people))
    client, asked = client_of(analyst), []
    for _time in range(2):
        for organisation, person in people:
            claim = claim_in(assessment, person, f"{organisation.pk}", answers="Who?", indicator="UNFA-8.8")
            weigh(evidence_in(assessment, person, origin=str(organisation.pk)), claim, person)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            text(client, url(assessment))
        asked.append(len(queries))
    assert asked[1] <= asked[0] <= 60
