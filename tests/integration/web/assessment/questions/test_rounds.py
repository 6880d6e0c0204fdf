"""Each judges alone; while a round is open nobody learns what anybody else judged, and later nobody learns who."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from random import SystemRandom
from typing import Any

import polars as pl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.assessing import begin_with, make_organisations, name_stakeholder
from tests.people import OCCASION, client_of, make_person

from avert.assessment.pooling import pool_table, read_judgements
from avert.errors import InputError, StaleRecordError
from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.assessment.models import Assessment, Judgement, Question, Stakeholder
from avert.web.assessment.questions import selectors, services
from avert.web.assessment.questions.results import Results
from avert.web.records.selectors import history_of, readable_by
from avert.web.records.sharing import NOBODY_ELSE
from avert.web.records.taking_part import add_part
from avert.web.records.writing import rows_of

SECRET = "The clinic told us of knives"
FORM = {"lowest": "11", "highest": "37", "best": "23", "confidence": "77", "reason": SECRET}


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", answer.content.decode())


def url(question: Question, page: str = "") -> str:
    return f"/assessments/questions/{question.pk}/{page}"


def judge(question: Question, by: Person, best: float, **given: Any) -> Judgement:
    return services.judge(
        question=question, best=best, viewer=by, occasion=OCCASION, rng=SystemRandom(), **given
    )


def close(question: Question, by: Person, *, is_last: bool = False) -> Question:
    now = rows_of(Question).get(pk=question.pk)
    return services.close_round(
        question=now, row_version=now.row_version, viewer=by, occasion=OCCASION, is_last=is_last
    )


def judged_by_three(question: Question, analyst: Person, lead: Person, other: Person, **given: Any) -> None:
    for person, best in ((analyst, 0.1), (lead, 0.2), (other, 0.6)):
        judge(question, person, best, lowest=best / 2, highest=min(1, best * 1.5), **given)


def test_while_a_round_is_open_nobody_else_reads_a_judgement_on_any_page(
    question: Question, analyst: Person, lead: Person, colleague: Person, partner: Client
) -> None:
    assert partner.post(url(question, "judge/"), FORM).status_code == 302
    row = rows_of(Judgement).get()
    assert (row.marking, row.lowest, row.best, row.highest) == (Marking.RED, 0.11, 0.23, 0.37)
    near_colleague = make_person("deputy", row.owner, RoleKind.LEAD)
    for person in (analyst, lead, colleague, near_colleague):
        assert not readable_by(person, Judgement).exists()
        assert not history_of(row, viewer=person).exists()
        client = client_of(person)
        for page in (
            url(question),
            url(question, "history/"),
            f"/assessments/{question.assessment_id}/questions/",
            f"/assessments/{question.assessment_id}/questions/judgements.csv",
            f"/trail/?object={row.pk}",
        ):
            shown = client.get(page).content.decode()
            for told in (SECRET, "11.0", "23.0", "37.0", "0.23", row.expert):
                assert told not in shown, (page, told)
        assert "1 expert has judged in round 1." in text(client, url(question))
    assert SECRET in text(partner, url(question, "judge/"))
    assert "23.0" in text(partner, url(question))


def test_after_a_round_all_see_numbers_and_reasons_and_nobody_sees_names(
    question: Question, analyst: Person, lead: Person, outside_stakeholder: Person, colleague: Person
) -> None:
    judged_by_three(question, analyst, lead, outside_stakeholder, reason=SECRET)
    close(question, analyst)
    judge(rows_of(Question).get(), analyst, 0.987)
    shown = text(client_of(colleague), url(question))
    assert SECRET in shown
    assert "20.0" in shown
    assert "98.7" not in shown
    told = shown.split("<h2>Round 1</h2>")[1].split("</section>")[0]
    for person in (analyst, lead, outside_stakeholder):
        assert person.get_full_name() not in told
        assert str(person.pk) not in shown
    assert not readable_by(colleague, Judgement).exists()


def test_with_fewer_than_three_experts_a_round_tells_nothing(
    question: Question, analyst: Person, outside_stakeholder: Person, keeper: Client
) -> None:
    judge(question, analyst, 0.11)
    judge(question, outside_stakeholder, 0.87, reason=SECRET)
    close(question, analyst, is_last=True)
    shown = text(keeper, url(question))
    assert "2 experts judged. With fewer than 3" in shown
    assert SECRET not in shown
    assert "87.0" not in shown
    answer = keeper.get(f"/assessments/{question.assessment_id}/questions/judgements.csv")
    assert answer.content.decode().splitlines() == ["question,round,expert,lo,best,hi,origin"]


def test_a_perspective_of_few_is_not_shown_apart_nor_one_from_which_it_would_follow(
    assessment: Assessment, question: Question, analyst: Person, keeper: Client
) -> None:
    women = name_stakeholder(assessment, analyst, name="Market women", group="Women traders")
    state = name_stakeholder(assessment, analyst, name="Ministry", group="State")
    for index in range(6):
        judge(question, analyst, 0.1, stakeholder=women, is_from_paper=True, expert="")
        judge(question, analyst, 0.2, reason=f"Reason {index}", is_from_paper=True)
    lonely = judge(question, analyst, 0.9, stakeholder=state, reason=SECRET, is_from_paper=True)
    close(question, analyst)
    results = Results.of(selectors.said_in_closed_rounds(analyst, assessment))
    found = results.perspectives((question.pk, 1))
    assert found.select("perspective", "experts").rows() == [("Women traders", 6), ("", 7)]
    shown = text(keeper, url(question))
    assert "Women traders" in shown
    assert "State" not in shown.split("By perspective")[1]
    assert lonely.expert in shown
    # Beside one group of six the one would follow from the values of all: then nothing is told apart.
    rows = [one for one in selectors.said_in_closed_rounds(analyst, assessment) if one.perspective]
    assert Results.of(rows).perspectives((question.pk, 1)).select("perspective", "experts").rows() == [
        ("", 7)
    ]


def test_whoever_may_not_know_of_a_stakeholder_learns_of_no_perspective(
    assessment: Assessment, question: Question, analyst: Person, outside_stakeholder: Person
) -> None:
    hidden = add_part(
        part=Stakeholder(assessment=assessment, name="Defectors"),
        viewer=analyst,
        occasion=OCCASION,
        sharing=NOBODY_ELSE,
    )
    for _index in range(3):
        judge(question, analyst, 0.1, stakeholder=hidden, is_from_paper=True)
    close(question, analyst)
    told = selectors.said_in_closed_rounds
    assert {one.perspective for one in told(analyst, assessment)} == {"Defectors"}
    assert {one.perspective for one in told(outside_stakeholder, assessment)} == {""}


def test_judging_again_in_a_round_counts_once_and_an_own_sign_stays(
    question: Question, analyst: Person, lead: Person, outside_stakeholder: Person
) -> None:
    first = judge(question, analyst, 0.5)
    judged_by_three(question, analyst, lead, outside_stakeholder)
    assert selectors.how_many_judged([question]) == {question.pk: 3}
    close(question, analyst)
    assert judge(rows_of(Question).get(), analyst, 0.3).expert == first.expert
    found = selectors.said_in_closed_rounds(lead, question.assessment)
    assert sorted(one.best for one in found) == [0.1, 0.2, 0.6]
    assert len({one.expert for one in found}) == 3


def test_papers_are_typed_in_by_the_keeper_of_the_assessment_and_keep_their_sign(
    question: Question, analyst: Person, outside_stakeholder: Person, keeper: Client, partner: Client
) -> None:
    with pytest.raises(PermissionDenied):
        judge(question, outside_stakeholder, 0.2, is_from_paper=True)
    assert partner.get(url(question, "paper/")).status_code == 403
    assert keeper.post(url(question, "paper/"), FORM).status_code == 302
    sign = rows_of(Judgement).get().expert
    own = judge(question, analyst, 0.4)
    assert own.expert != sign
    close(question, analyst)
    assert keeper.post(url(question, "paper/"), FORM | {"expert": sign}).status_code == 302
    assert sorted(rows_of(Judgement).filter(expert=sign).values_list("round", flat=True)) == [1, 2]
    with pytest.raises(InputError, match="no paper with this sign"):
        judge(rows_of(Question).get(), analyst, 0.4, is_from_paper=True, expert=own.expert)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12", 0.12),
        ("12 %", 0.12),
        ("0,5", 0.005),
        ("1 in 500", 0.002),
        ("1:500", 0.002),
        ("3 in 10,000", 0.0003),
    ],
)
def test_probabilities_are_typed_in_per_cent_or_as_people_say_rare_ones(
    question: Question, keeper: Client, typed: str, kept: float
) -> None:
    form = FORM | {"lowest": "0", "best": typed, "highest": "100"}
    assert keeper.post(url(question, "judge/"), form).status_code == 302
    assert rows_of(Judgement).get().best == pytest.approx(kept)


@pytest.mark.parametrize("change", [{"best": "40"}, {"best": "often"}, {"best": ""}, {"highest": "130"}])
def test_numbers_in_no_order_and_what_is_no_number_are_asked_for_again(
    question: Question, keeper: Client, change: dict[str, str]
) -> None:
    answer = keeper.post(url(question, "judge/"), FORM | change)
    assert answer.status_code == 200
    assert "mistake" in answer.content.decode()
    assert not rows_of(Judgement).exists()


def test_lowest_and_highest_are_asked_before_the_best(question: Question, keeper: Client) -> None:
    shown = text(keeper, url(question, "judge/"))
    places = [shown.index(f'name="{name}"') for name in ("lowest", "highest", "best", "confidence", "reason")]
    assert places == sorted(places)


def test_a_round_is_closed_by_whoever_keeps_the_question_and_not_before_anyone_judged(
    question: Question, analyst: Person, outside_stakeholder: Person, keeper: Client, partner: Client
) -> None:
    with pytest.raises(InputError, match="Nobody has judged"):
        close(question, analyst)
    judge(question, outside_stakeholder, 0.4)
    assert partner.get(url(question, "close/")).status_code == 403
    assert keeper.post(url(question, "close/"), {"is_last": "no", "row_version": "9"}).status_code == 200
    assert keeper.post(url(question, "close/"), {"is_last": "no", "row_version": "1"}).status_code == 302
    assert rows_of(Question).get().round == 2
    judge(question, outside_stakeholder, 0.4)
    with pytest.raises(StaleRecordError):
        services.close_round(question=question, row_version=1, viewer=analyst, occasion=OCCASION)
    close(question, analyst, is_last=True)
    with pytest.raises(InputError, match="No round"):
        judge(question, analyst, 0.4)
    assert keeper.get(url(question, "judge/")).status_code == 403


def test_what_was_judged_stays_what_was_asked(question: Question, analyst: Person, keeper: Client) -> None:
    fields = {"text": "Will anyone be hurt?"}

    def change(**given: Any) -> Question:
        now = rows_of(Question).get()
        return services.change_question(
            record=now, row_version=now.row_version, viewer=analyst, occasion=OCCASION, **given
        )

    change(fields=fields)
    judge(question, analyst, 0.4)
    with pytest.raises(InputError, match="Ask a new question"):
        change(fields={"text": "Will anyone be killed?"})
    change(fields={"base_rate": 0.02})
    with pytest.raises(InputError, match="without its source"):
        change(fields={"base_rate_source": ""})
    assert keeper.get(url(question, "edit/")).status_code == 200


def test_the_file_is_what_avert_pool_reads_and_gives_the_figures_of_the_page(
    question: Question, analyst: Person, lead: Person, outside_stakeholder: Person, tmp_path: Path
) -> None:
    assessment = question.assessment
    twin = services.ask_question(
        assessment=assessment,
        text="=HYPERLINK(1)",
        resolved_by="Radio",
        horizon=question.horizon,
        viewer=analyst,
        occasion=OCCASION,
    )
    for one in (question, twin):
        judged_by_three(one, analyst, lead, outside_stakeholder, origins=["the clinic at the bridge"])
        close(one, analyst)
    answer = client_of(lead).get(f"/assessments/{assessment.pk}/questions/judgements.csv")
    content = answer.content.decode()
    assert content.startswith("question,round,expert,lo,best,hi,origin")
    assert "clinic" not in content
    assert {row["question"] for row in csv.DictReader(io.StringIO(content))} == {
        "'=HYPERLINK(1)", "Will anyone be killed at a rally?"
    }  # fmt: skip
    path = tmp_path / "judgements.csv"
    path.write_bytes(answer.content)
    pooled = pool_table(read_judgements(path)).filter(pl.col("question").str.starts_with("Will"))
    results = Results.of(selectors.said_in_closed_rounds(lead, assessment))
    assert dict(pooled.select("pool", "p").iter_rows()) == pytest.approx(results.pools[question.pk, 1])


def test_every_pool_is_named_and_held_back_where_all_rest_on_one_origin(
    question: Question, analyst: Person, lead: Person, outside_stakeholder: Person, keeper: Client
) -> None:
    judged_by_three(question, analyst, lead, outside_stakeholder, origins=["one video"])
    close(question, analyst)
    shown = text(keeper, url(question))
    for pool in ("Mean", "Median", "Log-odds", "Extremised", "Beta-transformed mean", "By width of interval"):
        assert f"{pool} <small>" in shown, pool
    assert "into 1 group, so extremising is held back by 100%" in shown
    assert "Analytic confidence: low" in shown
    results = Results.of(selectors.said_in_closed_rounds(analyst, question.assessment)).pools[question.pk, 1]
    assert results["extremised"] == pytest.approx(results["log_odds"])
    assert " times" in shown
    assert "unlikely" in shown


def test_ten_organisations_judge_two_questions_and_agreement_is_told_with_an_alarm(
    committee: Organisation, analyst: Person
) -> None:
    people = make_organisations(10)
    assessment = begin_with(committee, analyst, *(organisation for organisation, _person in people))
    asked = [
        services.ask_question(
            assessment=assessment, text=f"Question {n}", resolved_by="Radio", horizon="2024-06-01",
            viewer=analyst, occasion=OCCASION,
        )
        for n in range(2)
    ]  # fmt: skip
    for n, one in enumerate(asked):
        for index, (organisation, person) in enumerate(people):
            judge(one, person, 0.05 * (index + n), origins=[str(organisation.pk)])
        close(one, analyst)
        for index, (_organisation, person) in enumerate(people):
            judge(one, person, 0.2 + 0.5 * n + 0.001 * index, origins=["one video"])
        close(one, analyst)
    client = client_of(people[0][1])
    shown = text(client, f"/assessments/{assessment.pk}/questions/")
    assert "Over 2 questions that all these rounds have." in shown
    assert "They agree more, on less" in shown


def test_what_is_known_scores_the_pools_and_nobody_else(
    question: Question, analyst: Person, lead: Person, outside_stakeholder: Person, keeper: Client
) -> None:
    judged_by_three(question, analyst, lead, outside_stakeholder)
    close(question, analyst)
    address = f"/assessments/{question.assessment_id}/questions/"
    assert "Brier" not in text(keeper, address)
    future = {"outcome": "yes", "on": "2099-01-01", "row_version": "2"}
    assert keeper.post(url(question, "resolve/"), future).status_code == 200
    assert keeper.post(url(question, "resolve/"), future | {"on": "2024-03-02"}).status_code == 302
    shown = text(keeper, address)
    assert "0.490 <small>1 question</small>" in shown  # the mean of 10, 20 and 60 per cent, and it came
    assert not rows_of(Question).get().is_open


def test_a_stranger_and_an_organisation_that_takes_no_part_find_nothing(
    question: Question, stranger: Client
) -> None:
    elsewhere = client_of(make_organisations(1)[0][1])
    pages = [url(question, page) for page in ("", "judge/", "paper/", "close/", "resolve/", "edit/")]
    for page in (
        *pages,
        f"/assessments/{question.assessment_id}/questions/",
        f"/assessments/{question.assessment_id}/questions/judgements.csv",
    ):
        assert elsewhere.get(page).status_code == 404, page
        assert stranger.get(page).status_code == 302, page


def test_who_only_reads_judges_nothing(question: Question, colleague: Person) -> None:
    with pytest.raises(PermissionDenied):
        judge(question, colleague, 0.2)
    assert client_of(colleague).get(url(question, "judge/")).status_code == 403


def test_pages_ask_the_database_as_often_for_many_judgements_as_for_few(
    committee: Organisation, analyst: Person
) -> None:
    people = make_organisations(10)
    assessment = begin_with(committee, analyst, *(organisation for organisation, _person in people))
    client, asked = client_of(analyst), []
    for n in range(2):
        one = services.ask_question(
            assessment=assessment, text=f"Question {n}", resolved_by="Radio", horizon="2024-06-01",
            viewer=analyst, occasion=OCCASION,
        )  # fmt: skip
        for _organisation, person in people:
            judge(one, person, 0.2)
        close(one, analyst)
        with CaptureQueriesContext(connection) as queries:
            text(client, f"/assessments/{assessment.pk}/questions/")
            text(client, url(one))
        asked.append(len(queries))
    assert asked[1] <= asked[0] <= 90
