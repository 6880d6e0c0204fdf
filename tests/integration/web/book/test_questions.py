"""A committee's own questions: asked once or regularly, answered with a day."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.people import client_of
from tests.record_samples import SAMPLES, write_question

from avert.web.accounts.models import Organisation, Person
from avert.web.book.models import Question, QuestionAnswer
from avert.web.records.audiences import sharing_of
from avert.web.records.selectors import readable_by


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_a_question_is_asked_answered_and_due_again(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    form = {"text": "Whose voice is missing?", "place": "Kenya", "every_days": "14", "marking": "3"}
    url = client.post("/book/questions/new/", form | {"owner": str(committee.pk)}).headers["Location"]
    assert "time to ask this" in words(client.get(url))
    today = timezone.now().date()
    late = {"text": "The herders", "who": "Secretary", "on": str(today - dt.timedelta(days=20))}
    assert client.post(f"{url}answer/", late).status_code == 302
    assert "time to ask this" in words(client.get(url)), "six days overdue"
    client.post(f"{url}answer/", {"text": "The girls", "on": str(today)})
    page = words(client.get(url))
    assert "time to ask this" not in page
    assert page.index("The girls") < page.index("The herders")
    listed = words(client.get("/book/questions/"))
    assert "Whose voice is missing?" in listed
    assert " due" not in listed.split("To be asked")[1]


def test_what_is_due_comes_first_and_one_answer_may_be_enough(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    settled = write_question(committee, analyst, text="Which ward first?", every_days=None)
    SAMPLES[QuestionAnswer][0](committee, analyst, whole=settled)
    write_question(committee, analyst, text="Who was not asked?")
    page = words(client.get("/book/questions/"))
    assert page.index("Who was not asked?") < page.index("Which ward first?")
    assert "answered" in page


def test_sharing_a_question_shares_its_answers_and_removing_takes_them_along(
    client: Client, committee: Organisation, analyst: Person, ministry: Organisation
) -> None:
    ministry.is_listed = True
    ministry.save()
    question = write_question(committee, analyst)
    answer = SAMPLES[QuestionAnswer][0](committee, analyst, whole=question)
    form = {"marking": "2", "organisations": str(ministry.pk), "row_version": "1"}
    assert client.post(f"/book/questions/{question.pk}/share/", form).status_code == 302
    answer = readable_by(analyst, QuestionAnswer).get()
    assert sharing_of(answer.audience_id).organisations == {ministry.pk}
    gone = client.post(f"/book/answers/{answer.pk}/remove/", {"row_version": str(answer.row_version)})
    assert gone.headers["Location"] == f"/book/questions/{question.pk}/"
    client.post(f"/book/questions/{question.pk}/remove/", {"row_version": "2"})
    assert not readable_by(analyst, Question).exists()


def test_a_question_is_edited_and_a_reader_only_reads(
    client: Client, committee: Organisation, analyst: Person, colleague: Person
) -> None:
    question = write_question(committee, analyst)
    form = {"text": "Who is missing?", "place": "Kenya", "every_days": "7", "row_version": "1"}
    assert client.post(f"/book/questions/{question.pk}/edit/", form).status_code == 302
    assert readable_by(analyst, Question).get().every_days == 7
    SAMPLES[QuestionAnswer][0](committee, analyst, whole=question)
    assert "Remove this answer" in words(client.get(f"/book/questions/{question.pk}/"))
    reader = client_of(colleague)
    assert "Remove this answer" not in words(reader.get(f"/book/questions/{question.pk}/"))
    assert "Write an answer" not in words(reader.get(f"/book/questions/{question.pk}/"))
    assert (
        reader.post(f"/book/questions/{question.pk}/answer/", {"text": "x", "on": "2024-03-01"}).status_code
        == 403
    )
