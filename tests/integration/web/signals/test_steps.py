"""What is done with a signal: graded, verified by a second person, weighed, answered, set aside and taken up again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from tests.integration.web.signals.conftest import by
from tests.people import OCCASION, make_person
from tests.record_samples import write_exercise, write_signal

from avert.errors import InputError, StaleRecordError
from avert.handling import Marking
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit.models import AuditEntry
from avert.web.records import services as records
from avert.web.records.audiences import sharing_of
from avert.web.records.models import Link
from avert.web.records.sharing import Sharing
from avert.web.signals import selectors, services
from avert.web.signals.models import Signal, Verification
from avert.web.signals.vocabulary import AnswerKind, Finding, Relation, Standing, Way
from avert.web.signals.weighing import weighed_of

HEARD: list[dict[str, Any]] = []


def hear(**said: Any) -> None:
    """What is called after an answer, in these tests."""
    HEARD.append(said)


def refuse(**_said: Any) -> None:
    """A sender that fails."""
    raise RuntimeError("no room")


def again(signal: Signal, viewer: Person) -> Signal:
    found = selectors.signal_for(viewer, signal.pk)
    assert found is not None
    return found


def verify(signal: Signal, viewer: Person) -> Verification:
    return services.verify(
        signal=signal, finding=Finding.CONFIRMED, how="Asked two elders apart", **by(viewer)
    )


def relate(one: Signal, other: Signal, relation: Relation, viewer: Person) -> Link:
    return services.relate(signal=one, other=other, relation=relation, **by(viewer))


# Verifying


def test_a_second_person_verifies_for_those_whom_the_signal_is_for(
    committee: Organisation, ministry: Organisation, analyst: Person, second: Person
) -> None:
    signal = write_signal(
        committee, analyst, Sharing(organisations=frozenset({ministry.pk})), marking=Marking.AMBER
    )
    found = verify(signal, second)
    assert sharing_of(found.audience_id).organisations == {ministry.pk}
    assert found.marking == Marking.AMBER
    assert selectors.verifications_of(analyst, signal).get() == found
    assert AuditEntry.objects.filter(action="create", object_kind="signals.verification").exists()


def test_whoever_took_it_in_does_not_verify_it(signal: Signal, analyst: Person) -> None:
    with pytest.raises(services.NotSecondPersonError, match="second person"):
        verify(signal, analyst)


def test_whoever_graded_it_last_does_not_verify_it_and_whoever_took_it_in_still_does_not(
    signal: Signal, analyst: Person, second: Person, committee: Organisation
) -> None:
    services.grade(signal=signal, row_version=1, grade="b2", origin="", **by(second))
    for person in (analyst, second):
        with pytest.raises(services.NotSecondPersonError):
            verify(again(signal, analyst), person)
    third = make_person("third", committee, RoleKind.ANALYST)
    services.grade(signal=signal, row_version=2, grade="C3", origin="", **by(third))
    assert verify(again(signal, second), second).finding == Finding.CONFIRMED


def test_a_program_verifies_nothing(signal: Signal, committee: Organisation) -> None:
    program = make_person("program", committee, RoleKind.ANALYST, is_service=True)
    with pytest.raises(services.NotSecondPersonError):
        verify(signal, program)


def test_a_reader_and_an_outsider_verify_nothing(
    signal: Signal, colleague: Person, outside_stakeholder: Person
) -> None:
    for person in (colleague, outside_stakeholder):
        with pytest.raises(PermissionDenied):
            verify(signal, person)


# Grading


def test_a_grade_is_kept_as_two_signs_with_the_origin_and_a_wrong_one_is_refused(
    signal: Signal, analyst: Person
) -> None:
    graded = services.grade(
        signal=signal, row_version=1, grade="b2", origin=" traders  in town ", **by(analyst)
    )
    assert (graded.grade, graded.origin) == ("B2", "traders in town")
    with pytest.raises(InputError, match="Admiralty"):
        services.grade(signal=graded, row_version=2, grade="Z9", origin="", **by(analyst))
    with pytest.raises(StaleRecordError):
        services.grade(signal=graded, row_version=1, grade="A1", origin="", **by(analyst))


# Beside others


def test_reports_of_one_origin_count_once_and_of_two_corroborate(
    signal: Signal, committee: Organisation, analyst: Person
) -> None:
    same = write_signal(committee, analyst, origin="Traders")
    relate(signal, same, Relation.SUPPORTS, analyst)
    assert weighed_of(analyst, [signal])[signal.pk].supporting == 1
    elders = write_signal(committee, analyst, origin="elders")
    relate(elders, signal, Relation.SAME, analyst)
    weighed = weighed_of(analyst, [signal, elders])
    assert weighed[signal.pk].is_corroborated
    assert weighed[elders.pk].supporting == 2, "what is between two holds for both"


def test_what_the_viewer_may_not_read_corroborates_and_contradicts_nothing_for_her(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    shared = write_signal(
        committee, analyst, Sharing(organisations=frozenset({ministry.pk})), marking=Marking.AMBER
    )
    hidden = write_signal(committee, analyst, origin="elders")
    relate(shared, hidden, Relation.CONTRADICTS, analyst)
    assert weighed_of(analyst, [shared])[shared.pk].is_contradicted
    assert not weighed_of(outside_stakeholder, [shared])[shared.pk].is_contradicted


def test_what_was_set_aside_counts_for_nothing(
    signal: Signal, committee: Organisation, analyst: Person
) -> None:
    other = write_signal(committee, analyst, origin="elders")
    relate(signal, other, Relation.CONTRADICTS, analyst)
    services.set_aside(signal=other, row_version=1, why="Made up", **by(analyst))
    assert not weighed_of(analyst, [signal])[signal.pk].is_contradicted


def test_two_signals_have_one_relation_and_it_can_be_taken_back(
    signal: Signal, committee: Organisation, analyst: Person
) -> None:
    other = write_signal(committee, analyst)
    relate(signal, other, Relation.SUPPORTS, analyst)
    relate(other, signal, Relation.CONTRADICTS, analyst)
    assert list(Link.objects.values_list("kind", flat=True)) == ["contradicts"]
    services.unrelate(signal=signal, other=other, **by(analyst))
    assert not Link.objects.exists()


def test_only_who_may_change_one_and_read_the_other_says_what_they_are_to_each_other(
    signal: Signal, ministry: Organisation, analyst: Person, colleague: Person, outside_stakeholder: Person
) -> None:
    theirs = write_signal(ministry, outside_stakeholder)
    for person, one, other in (
        (colleague, signal, signal),
        (analyst, signal, theirs),
        (outside_stakeholder, theirs, signal),
    ):
        with pytest.raises(PermissionDenied):
            relate(one, other, Relation.SUPPORTS, person)


def test_what_is_real_and_what_is_exercise_have_nothing_to_do_with_each_other(
    signal: Signal, committee: Organisation, analyst: Person
) -> None:
    exercise = write_exercise(committee, analyst)
    played = write_signal(committee, analyst, exercise=exercise)
    with pytest.raises(InputError, match="both real"):
        relate(signal, played, Relation.SAME, analyst)
    with pytest.raises(InputError, match="another"):
        relate(signal, signal, Relation.SAME, analyst)


# What is made of it


def test_setting_aside_needs_a_reason_and_can_be_undone(signal: Signal, analyst: Person) -> None:
    with pytest.raises(InputError, match="reason"):
        services.set_aside(signal=signal, row_version=1, why="  ", **by(analyst))
    aside = services.set_aside(signal=signal, row_version=1, why="Of last year", **by(analyst))
    assert (aside.standing, aside.standing_why) == (Standing.SET_ASIDE, "Of last year")
    assert not selectors.wanted_for(analyst).exists()
    services.reopen(signal=aside, row_version=2, **by(analyst))
    assert selectors.wanted_for(analyst).get() == signal


def test_merging_keeps_both_and_both_stay_owed_an_answer(
    signal: Signal, committee: Organisation, analyst: Person
) -> None:
    into = write_signal(committee, analyst)
    merged = services.merge(signal=signal, into=into, row_version=1, **by(analyst))
    assert merged.standing == Standing.MERGED
    assert selectors.wanted_for(analyst).get() == into
    assert set(selectors.unanswered_for(analyst)) == {signal, into}
    with pytest.raises(InputError, match="itself"):
        services.merge(signal=into, into=merged, row_version=1, **by(analyst))
    assert selectors.wanted_for(analyst).get() == into, "two that point at each other would both be gone"


def test_a_signal_of_others_stays_as_they_have_it_when_a_warning_rests_on_it(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    signal = write_signal(
        committee, analyst, Sharing(organisations=frozenset({ministry.pk})), marking=Marking.AMBER
    )
    services.mark_warned(signal=signal, **by(outside_stakeholder))
    assert again(signal, analyst).standing == Standing.OPEN
    services.mark_warned(signal=signal, **by(analyst))
    assert again(signal, analyst).standing == Standing.WARNED


# Answers


@pytest.mark.parametrize("kind", [AnswerKind.DONE, AnswerKind.NOT_DONE, AnswerKind.UNSAFE])
def test_what_cannot_be_said_without_words_needs_them(
    signal: Signal, analyst: Person, kind: AnswerKind
) -> None:
    with pytest.raises(InputError, match="needs words"):
        services.answer(signal=signal, kind=kind, text=" ", **by(analyst))
    assert not selectors.answers_of(analyst, signal).exists()


def test_an_answer_is_handed_to_what_sends_it_and_then_the_way_back_is_forgotten(
    committee: Organisation, analyst: Person, settings: Any
) -> None:
    settings.AVERT_AFTER_ANSWER = [f"{__name__}.hear"]
    HEARD.clear()
    signal = write_signal(committee, analyst, reply_to="+254 700 000 417", way=Way.SMS)
    services.answer(signal=signal, kind=AnswerKind.RECEIVED, **by(analyst))
    assert again(signal, analyst).reply_to, "more is still to be said"
    told = services.answer(signal=signal, kind=AnswerKind.DONE, text="Elders meet", **by(analyst))
    assert HEARD[-1] == {"answer": told, "signal": signal, "occasion": OCCASION}
    assert HEARD[-1]["signal"].reply_to
    assert again(signal, analyst).reply_to == ""


def test_an_answer_that_cannot_be_handed_on_is_not_written(
    signal: Signal, analyst: Person, settings: Any
) -> None:
    settings.AVERT_AFTER_ANSWER = [f"{__name__}.refuse"]
    with pytest.raises(RuntimeError):
        services.answer(signal=signal, kind=AnswerKind.RECEIVED, **by(analyst))
    assert not selectors.answers_of(analyst, signal).exists()


def test_answers_in_an_exercise_go_by_its_clock(committee: Organisation, analyst: Person) -> None:
    clock = dt.datetime(2007, 12, 27, 18, tzinfo=dt.UTC)
    exercise = write_exercise(committee, analyst, clock=clock)
    signal = write_signal(committee, analyst, exercise=exercise)
    assert services.answer(signal=signal, kind=AnswerKind.RECEIVED, **by(analyst)).at == clock


def test_whoever_was_told_nothing_and_whoever_was_told_only_that_it_came_in_are_kept_apart(
    committee: Organisation, analyst: Person
) -> None:
    nothing, received, done, model = (
        write_signal(committee, analyst, way=way) for way in (Way.SMS, Way.EMAIL, Way.FORM, Way.MODEL)
    )
    for signal, kind in (
        (received, AnswerKind.RECEIVED),
        (done, AnswerKind.RECEIVED),
        (done, AnswerKind.DONE),
    ):
        services.answer(signal=signal, kind=kind, text="x", **by(analyst))
    assert list(selectors.unanswered_for(analyst)) == [nothing], "nobody waits for an answer to a model"
    assert list(selectors.unanswered_for(analyst, is_told_received=True)) == [received]
    assert model in selectors.wanted_for(analyst)


def test_an_answer_kept_from_the_viewer_leaves_the_signal_unanswered_for_her(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    signal = write_signal(
        committee, analyst, Sharing(organisations=frozenset({ministry.pk})), marking=Marking.AMBER
    )
    told = services.answer(signal=signal, kind=AnswerKind.RECEIVED, **by(analyst))
    assert not selectors.unanswered_for(outside_stakeholder).exists()
    records.share(
        record=told,
        row_version=1,
        sharing=Sharing(),
        marking=Marking.AMBER,
        viewer=analyst,
        occasion=OCCASION,
    )
    assert selectors.unanswered_for(outside_stakeholder).exists()


def test_the_words_of_an_answer_stand_in_no_audit_entry(signal: Signal, analyst: Person) -> None:
    services.answer(signal=signal, kind=AnswerKind.DONE, text="Zanzibarite", **by(analyst))
    services.relate(
        signal=signal,
        other=write_signal(signal.owner, analyst, text="Zanzibarite"),
        relation=Relation.SAME,
        **by(analyst),
    )
    assert "Zanzibarite" not in str(list(AuditEntry.objects.values()))


def test_a_role_elsewhere_sees_neither_signal_nor_part(
    signal: Signal, committee: Organisation, second: Person
) -> None:
    verify(signal, second)
    elsewhere = make_person("elsewhere")
    accounts.give_role(
        person=elsewhere, organisation=committee, kind=RoleKind.LEAD, place="gw:500", occasion=OCCASION
    )
    assert not selectors.wanted_for(elsewhere).exists()
    assert not selectors.verifications_of(elsewhere, signal).exists()
