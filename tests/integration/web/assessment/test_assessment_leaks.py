"""What a hostile or merely excluded member of another organisation learns and changes: nothing that is not hers."""

from __future__ import annotations

import datetime as dt
import uuid
from random import SystemRandom
from typing import Any

import pytest
from django.test import Client
from tests.asked import begin_exercise
from tests.assessing import begin_with, name_stakeholder
from tests.people import OCCASION, bearer, client_of, token_of

from avert.errors import InputError
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import Scope
from avert.web.assessment import services
from avert.web.assessment.editions import services as editions
from avert.web.assessment.evidence import services as evidence
from avert.web.assessment.models import Assessment, Claim, Evidence, Gap, Judgement, Question, Reading, Weight
from avert.web.assessment.questions import services as questions
from avert.web.assessment.readings.services import give_reading
from avert.web.records import services as records
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.writing import rows_of

HERE, SECRET = "/assessments/", "Plan Zanzibar"
ODD_VERSIONS = ("²", "9" * 5000, "-1", "")


def only(*organisations: Organisation) -> Sharing:
    return Sharing(organisations=frozenset(one.pk for one in organisations))


@pytest.fixture
def shared(committee: Organisation, ministry: Organisation, analyst: Person) -> Assessment:
    """The committee's assessment, in which the ministry takes part."""
    return begin_with(committee, analyst, ministry)


@pytest.fixture
def hidden(committee: Organisation, analyst: Person) -> Assessment:
    """Another one of the committee's, which the ministry may not know of."""
    return begin_with(committee, analyst)


@pytest.fixture
def partner(outside_stakeholder: Person) -> Client:
    return client_of(outside_stakeholder)


def exclude(assessment: Assessment, lead: Person) -> None:
    """Take the assessment away from all others, and give it another name that they must not learn."""
    now = records.share(
        record=assessment,
        row_version=assessment.row_version,
        sharing=NOBODY_ELSE,
        marking=assessment.marking,
        viewer=lead,
        occasion=OCCASION,
    )
    fields = {"title": SECRET, "groups": [SECRET]}
    services.change(record=now, row_version=now.row_version, fields=fields, viewer=lead, occasion=OCCASION)


def evidence_of(assessment: Assessment, by: Person, sharing: Sharing | None = None) -> Evidence:
    return evidence.add_evidence(
        assessment=assessment, viewer=by, occasion=OCCASION, sharing=sharing, what="Trucks at night"
    )


def claim_of(assessment: Assessment, by: Person) -> Claim:
    return evidence.add_claim(assessment=assessment, viewer=by, occasion=OCCASION, text="They prepare")


def gap_of(assessment: Assessment, by: Person, organisation: Organisation | None = None) -> Gap:
    return evidence.add_gap(
        assessment=assessment,
        viewer=by,
        occasion=OCCASION,
        what="Who pays?",
        who="A clerk",
        organisation=organisation,
    )


def question_of(assessment: Assessment, by: Person) -> Question:
    return questions.ask_question(
        assessment=assessment,
        viewer=by,
        occasion=OCCASION,
        text="Will it burn?",
        resolved_by="The desk",
        horizon=dt.date(2024, 6, 1),
    )


def judge(question: Question, by: Person, best: float) -> Judgement:
    return questions.judge(question=question, best=best, viewer=by, occasion=OCCASION, rng=SystemRandom())


def reading_of(assessment: Assessment, by: Person, sharing: Sharing | None = None, **given: Any) -> Reading:
    who = name_stakeholder(assessment, by, **given)
    return give_reading(
        assessment=assessment,
        stakeholder=who,
        framework="un_framework_2014",
        values={"UNFA-8.8": "present"},
        dissent="Not so",
        viewer=by,
        occasion=OCCASION,
        sharing=sharing,
    )


def test_who_was_taken_out_of_an_assessment_learns_nothing_new_of_it_by_what_she_wrote(
    shared: Assessment, lead: Person, outside_stakeholder: Person, partner: Client
) -> None:
    claim = claim_of(shared, outside_stakeholder)
    proof = evidence_of(shared, outside_stakeholder)
    gap = gap_of(shared, outside_stakeholder)
    question = question_of(shared, outside_stakeholder)
    edition = editions.freeze(assessment=shared, viewer=outside_stakeholder, occasion=OCCASION)
    exclude(shared, lead)
    pages = [
        f"{kind}/{one.pk}/{page}/"
        for kind, one in (("claims", claim), ("evidence", proof), ("gaps", gap))
        for page in ("history", "edit", "share", "remove")
    ]
    more = (f"claims/{claim.pk}/hypotheses/", f"gaps/{gap.pk}/close/", f"questions/{question.pk}/")
    for page in (*pages, *more):
        answer = partner.get(f"{HERE}{page}")
        assert answer.status_code == 200, page
        assert SECRET not in answer.content.decode(), page
    assert partner.get(f"{HERE}editions/{edition.pk}/compare/").status_code == 404
    for page in (
        "",
        "voices/",
        "readings/",
        "evidence/",
        "questions/",
        "editions/",
        "next-round/",
        "judgements/",
    ):
        answer = partner.get(f"{HERE}{shared.pk}/{page}")
        assert answer.status_code == 404, page
        assert SECRET not in answer.content.decode()


def test_a_gap_shown_to_more_says_nothing_of_its_assessment(
    hidden: Assessment, lead: Person, ministry: Organisation, outside_stakeholder: Person, partner: Client
) -> None:
    gap = gap_of(hidden, lead, None)
    records.share(
        record=gap,
        row_version=1,
        sharing=only(ministry),
        marking=gap.marking,
        viewer=lead,
        occasion=OCCASION,
        may_be_wider=True,
    )
    now = rows_of(Gap).get()
    rows_of(Gap).update(organisation=ministry)
    page = partner.get("/today/").content.decode()
    assert hidden.title not in page
    assert f"gaps/{gap.pk}/close/" in page
    page = partner.get(f"{HERE}gaps/{gap.pk}/close/").content.decode()
    assert hidden.title not in page
    answer = partner.post(
        f"{HERE}gaps/{gap.pk}/close/",
        {"state": "filled", "found": "A trader", "row_version": now.row_version},
    )
    assert answer.status_code == 302
    assert partner.get(answer.headers["Location"]).status_code == 200


def test_the_pages_of_a_reading_do_not_name_a_stakeholder_that_is_not_shared(
    shared: Assessment, lead: Person, outside_stakeholder: Person, partner: Client
) -> None:
    reading = reading_of(shared, lead, name=SECRET)
    who = reading.stakeholder
    records.share(
        record=who, row_version=1, sharing=NOBODY_ELSE, marking=who.marking, viewer=lead, occasion=OCCASION
    )
    for page in (f"readings/given/{reading.pk}/history/", f"{shared.pk}/readings/", f"{shared.pk}/voices/"):
        answer = partner.get(f"{HERE}{page}")
        assert answer.status_code == 200, page
        assert SECRET not in answer.content.decode(), page


def test_the_title_of_an_exercise_is_for_those_who_may_see_it(
    committee: Organisation, ministry: Organisation, analyst: Person, partner: Client
) -> None:
    exercise = begin_exercise(committee, analyst, dt.datetime(2017, 8, 1, tzinfo=dt.UTC))
    whole = begin_with(committee, analyst, ministry, exercise=exercise)
    for page in ("", "voices/", "readings/", "lenses/", "evidence/", "questions/", "editions/"):
        answer = partner.get(f"{HERE}{whole.pk}/{page}")
        assert answer.status_code == 200, page
        assert exercise.title not in answer.content.decode(), page


def test_a_question_of_an_exercise_is_not_known_before_its_clock(
    committee: Organisation, analyst: Person
) -> None:
    exercise = begin_exercise(committee, analyst, dt.datetime(2017, 8, 1, tzinfo=dt.UTC))
    question = question_of(begin_with(committee, analyst, exercise=exercise), analyst)
    given: Any = {
        "question": question,
        "row_version": 1,
        "outcome": True,
        "viewer": analyst,
        "occasion": OCCASION,
    }
    with pytest.raises(InputError):
        questions.resolve(on=dt.date(2017, 8, 25), **given)
    assert questions.resolve(on=dt.date(2017, 8, 1), **given).outcome is True


@pytest.mark.parametrize("version", ODD_VERSIONS)
def test_no_version_that_somebody_makes_up_breaks_a_page(
    shared: Assessment, analyst: Person, version: str
) -> None:
    keeper, gap, question = client_of(analyst), gap_of(shared, analyst), question_of(shared, analyst)
    judge(question, analyst, 0.5)
    close, words = {"is_last": "yes"}, {"state": "filled", "found": "A trader"}
    resolved = {"outcome": "yes", "on": "2024-03-01"}
    for page, data in (
        (f"gaps/{gap.pk}/close/", words),
        (f"questions/{question.pk}/close/", close),
        (f"questions/{question.pk}/resolve/", resolved),
    ):
        assert keeper.post(f"{HERE}{page}", data | {"row_version": version}).status_code == 200, page
    assert rows_of(Gap).get().row_version == rows_of(Question).get().row_version == 1


def test_a_list_of_groups_with_a_letter_that_cannot_be_kept_is_refused(
    shared: Assessment, analyst: Person
) -> None:
    keeper = client_of(analyst)
    data = {
        "title": "North", "question": "Who?", "subject": "conflict", "level": "subnational", "place": "",
        "groups": "Her\x00ders", "frameworks": ["un_framework_2014"], "row_version": "1",
    }  # fmt: skip
    answer = keeper.post(f"{HERE}{shared.pk}/edit/", data)
    assert answer.status_code == 200
    assert rows_of(Assessment).get().groups == []


@pytest.mark.parametrize(
    "asked",
    [
        "framework=%00&dimension=%00&perspective=%00&page=9999999999999999999&first=%00&indicator=%00&place=%00",
        "framework=none&dimension=99&page=x&second=x&within=%00&process=x&template=%00&assessment=%00",
        "stakeholder=x&exercise=%00&with=%00&rival=x&signal=x",
    ],
)
def test_nothing_in_an_address_breaks_a_page(
    shared: Assessment, outside_stakeholder: Person, partner: Client, asked: str
) -> None:
    edition = editions.freeze(assessment=shared, viewer=outside_stakeholder, occasion=OCCASION)
    whole = (
        "", "voices/", "readings/", "readings/new/", "readings/sheet/", "readings/paper/", "readings/file/",
        "readings/UNFA-8.8/", "readings/%00/", "lenses/", "evidence/", "evidence/new/", "evidence/claims/new/",
        "evidence/gaps/new/", "questions/", "editions/", "mismatch/", "statements/new/",
    )  # fmt: skip
    pages = [f"{shared.pk}/{page}" for page in whole]
    lists = ("", "new/", "processes/", "processes/new/")
    for page in (*lists, *pages, f"editions/{edition.pk}/", f"editions/{edition.pk}/compare/"):
        assert partner.get(f"{HERE}{page}?{asked}").status_code in {200, 302, 403, 404}, page


def test_parts_of_another_assessment_are_not_mixed_in(
    shared: Assessment, hidden: Assessment, analyst: Person, partner: Client
) -> None:
    foreign, proof = claim_of(hidden, analyst), evidence_of(shared, analyst)
    own, who = claim_of(shared, analyst), name_stakeholder(hidden, analyst, name=SECRET)
    page = partner.get(f"{HERE}evidence/{proof.pk}/weigh/").content.decode()
    assert str(own.pk) in page
    assert str(foreign.pk) not in page
    data = {f"bearing-{one.pk}": "CC" for one in (own, foreign)}
    partner.post(f"{HERE}evidence/{proof.pk}/weigh/", data)
    assert not rows_of(Weight).filter(claim=foreign.pk).exists()
    asked = f"?stakeholder={who.pk}&framework=un_framework_2014&dimension=8"
    answer = partner.post(
        f"{HERE}{shared.pk}/readings/new/{asked}", {"value-0": "acute", "readers": "everybody"}
    )
    assert answer.status_code == 404
    assert SECRET not in answer.content.decode()
    rival = partner.get(f"{HERE}{shared.pk}/evidence/claims/new/?rival={foreign.pk}")
    assert rival.status_code == 404
    asked = f"?signal={foreign.pk}"
    assert partner.get(f"{HERE}{shared.pk}/evidence/new/{asked}").status_code == 404
    assert not rows_of(Reading).exists()


def test_nobody_ties_an_assessment_to_one_that_she_may_not_read(
    hidden: Assessment, ministry: Organisation, outside_stakeholder: Person, partner: Client
) -> None:
    own = begin_with(ministry, outside_stakeholder)
    data = {
        "title": "Ours", "question": "Who?", "subject": "conflict", "level": "subnational", "place": "",
        "frameworks": ["un_framework_2014"], "row_version": "1",
    }  # fmt: skip
    for tie in ("within", "twin", "process"):
        answer = partner.post(f"{HERE}{own.pk}/edit/", data | {tie: str(hidden.pk)})
        assert answer.status_code == 200, tie
        assert hidden.title not in answer.content.decode().replace(own.title, "") or own.title == hidden.title
    own = rows_of(Assessment).get(pk=own.pk)
    assert (own.within_id, own.twin_id, own.process_id) == (None, None, None)


def test_a_participant_changes_and_removes_only_what_is_hers(
    shared: Assessment, analyst: Person, partner: Client
) -> None:
    claim, proof, gap = claim_of(shared, analyst), evidence_of(shared, analyst), gap_of(shared, analyst)
    question, reading = question_of(shared, analyst), reading_of(shared, analyst)
    judge(question, analyst, 0.4)
    for page in (
        f"claims/{claim.pk}/edit/", f"claims/{claim.pk}/remove/", f"evidence/{proof.pk}/edit/",
        f"evidence/{proof.pk}/discard/", f"evidence/{proof.pk}/remove/", f"gaps/{gap.pk}/edit/",
        f"gaps/{gap.pk}/close/", f"gaps/{gap.pk}/share/", f"questions/{question.pk}/edit/",
        f"questions/{question.pk}/close/", f"questions/{question.pk}/resolve/", f"questions/{question.pk}/paper/",
        f"questions/{question.pk}/remove/", f"readings/given/{reading.pk}/remove/",
        f"readings/given/{reading.pk}/share/",
        f"stakeholders/{reading.stakeholder_id}/edit/", f"stakeholders/{reading.stakeholder_id}/remove/",
        f"{shared.pk}/edit/", f"{shared.pk}/next-round/", f"{shared.pk}/remove/", f"{shared.pk}/share/",
    ):  # fmt: skip
        data = {"row_version": "1", "found": "x", "state": "dropped", "is_last": "yes", "outcome": "yes"}
        answer = partner.post(f"{HERE}{page}", data | {"on": "2024-03-01", "best": "5", "marking": "0"})
        assert answer.status_code in {403, 404}, (page, answer.status_code)
    for kind in (Assessment, Claim, Evidence, Gap, Question, Reading):
        assert rows_of(kind).get().row_version == 1, kind


def test_a_stranger_gets_no_page_and_no_answer(shared: Assessment, stranger: Client) -> None:
    for page in ("", f"{shared.pk}/", f"{shared.pk}/readings/", f"{uuid.uuid4()}/", "processes/"):
        for answer in (stranger.get(f"{HERE}{page}"), stranger.post(f"{HERE}{page}")):
            assert answer.status_code in {302, 403, 405}, page
            assert shared.title not in answer.content.decode()
    assert stranger.get(f"/api/v1/assessments/{shared.pk}").status_code == 401


def test_what_is_judged_in_an_open_round_is_seen_by_nobody_else_anywhere(
    shared: Assessment, analyst: Person, lead: Person, outside_stakeholder: Person
) -> None:
    question = question_of(shared, analyst)
    made = judge(question, outside_stakeholder, 0.3217)
    rows_of(Judgement).update(reason=SECRET)
    editions.freeze(assessment=shared, viewer=lead, occasion=OCCASION, sharing=editions.everybody_in(shared))
    pages = (
        f"{HERE}questions/{question.pk}/", f"{HERE}questions/{question.pk}/history/", f"{HERE}{shared.pk}/questions/",
        f"{HERE}{shared.pk}/", f"{HERE}{shared.pk}/judgements/", f"/api/v1/assessments/{shared.pk}",
    )  # fmt: skip
    for person in (analyst, lead):
        for page in pages:
            content = client_of(person).get(page).content.decode()
            assert SECRET not in content, page
            assert "32.17" not in content, page
            assert made.expert not in content, page


def test_an_answer_to_a_program_is_marked_like_the_strictest_reading_in_it(
    shared: Assessment, analyst: Person
) -> None:
    from avert.handling import Marking

    reading = reading_of(shared, analyst)
    records.share(
        record=reading,
        row_version=1,
        sharing=NOBODY_ELSE,
        marking=Marking.RED,
        viewer=analyst,
        occasion=OCCASION,
    )
    answer = bearer(token_of(analyst, Scope.READ)).get(f"/api/v1/assessments/{shared.pk}")
    assert answer.json()["dissents"]
    assert answer.json()["marking"] == str(Marking.RED)
    only_writes = bearer(token_of(analyst, Scope.WRITE))
    assert only_writes.get(f"/api/v1/assessments/{shared.pk}").status_code == 403
