from __future__ import annotations

from avert.brief.composing import brief_of
from avert.brief.submission import CHOICES, NO_NEW_ACTION, submission_of
from avert.handling import Marking
from brief_profiles import NOW, profile_like

BRIEF = brief_of(profile_like(), now=NOW, marking=Marking.AMBER)


def test_only_what_is_known_is_filled_in_and_the_rest_says_what_is_missing() -> None:
    paper = submission_of(BRIEF)
    assert (paper.place, paper.marking, len(paper.context)) == ("Ethiopia", Marking.AMBER, 2)
    assert all(source for source in paper.context_sources)
    for field in paper.fields:
        assert not field.text
        assert field.missing
        assert field.who_decides


def test_no_new_action_can_be_chosen_with_its_reason() -> None:
    paper = submission_of(BRIEF, choice=NO_NEW_ACTION, because="Talks go on.")
    assert {choice.key: choice.is_chosen for choice in paper.choices} == {
        key: key == NO_NEW_ACTION for key in CHOICES
    }
    assert [choice.because for choice in paper.choices if choice.is_chosen] == ["Talks go on."]


def test_what_was_typed_stands_on_the_paper() -> None:
    paper = submission_of(BRIEF, {"law": "Article 99\x00", "strange": "x"})
    assert paper.field("law").text == "Article 99"


def test_a_silent_record_comes_first_on_the_paper_too() -> None:
    silent = brief_of(profile_like(silence=[538, 3, 1.0, 0.0001]), now=NOW)
    assert "silent since" in submission_of(silent).context[0].text
