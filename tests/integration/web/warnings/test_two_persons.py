"""A warning goes out only when it is complete and somebody who did not write it says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from tests.integration.web.warnings.situations import (
    address,
    later,
    now,
    propose,
    proposed,
    release,
    released,
    second_person,
    write_draft,
)
from tests.people import OCCASION

from avert.errors import InputError, StaleRecordError
from avert.web.accounts.models import Organisation, Person
from avert.web.records import services as records
from avert.web.records.models import Revision
from avert.web.records.sharing import Sharing
from avert.web.records.writing import rows_of
from avert.web.warnings import services
from avert.web.warnings.models import Check, Warning
from avert.web.warnings.vocabulary import CheckKind, Message, Probability, State, Verdict

NEEDED = [
    "what", "to_whom", "place", "window_from", "window_until", "probability", "confidence", "rests_on", "would_change",
    "harm_of_issuing",
]  # fmt: skip
SAFE = {
    "panic": "No: it names no group",
    "entrapment": "No: the road is open",
    "exposure": "No: nobody is named",
}


def change(warning: Warning, by: Person, **fields: Any) -> None:
    services.change_draft(
        warning=warning, row_version=now(warning).row_version, fields=fields, viewer=by, occasion=OCCASION
    )


def back(warning: Warning, by: Person) -> None:
    version = now(warning).row_version
    services.back_to_draft(warning=warning, row_version=version, viewer=by, occasion=OCCASION)


def check(warning: Warning, by: Person, **fields: Any) -> Check:
    given = {"kind": CheckKind.SAFE_MESSAGE, "verdict": Verdict.YES, **SAFE, **fields}
    return services.check(warning=warning, viewer=by, occasion=OCCASION, **given)


@pytest.mark.parametrize("name", NEEDED)
def test_what_lacks_one_thing_is_not_proposed_and_says_which(
    committee: Organisation, analyst: Person, name: str
) -> None:
    nothing = None if name.startswith("window") else ""
    warning = write_draft(committee, analyst, **{name: nothing})
    address(warning, analyst)
    with pytest.raises(services.IncompleteError) as caught:
        propose(warning, analyst)
    assert [missing.where for missing in caught.value.missing] == [f"edit/#id_{name}"]
    assert now(warning).state == State.DRAFT


@pytest.mark.parametrize(
    "lacking",
    [{"can_do": ""}, {"asked": ""}, {"acknowledge_by": None}, {"acknowledge_by": OCCASION.at}],
    ids=str,
)
def test_an_addressee_who_is_asked_nothing_or_by_no_time_stops_it(
    committee: Organisation, analyst: Person, lacking: dict[str, Any]
) -> None:
    warning = write_draft(committee, analyst)
    addressee = address(warning, analyst, **lacking)
    with pytest.raises(services.IncompleteError) as caught:
        propose(warning, analyst)
    assert [missing.where for missing in caught.value.missing] == [f"addressees/{addressee.pk}/edit/"]


def test_all_that_is_missing_is_said_at_once(committee: Organisation, analyst: Person) -> None:
    empty = dict.fromkeys(NEEDED, "") | {"window_from": None, "window_until": None}
    warning = write_draft(committee, analyst, **empty)
    with pytest.raises(services.IncompleteError) as caught:
        propose(warning, analyst)
    named = [missing.where.removeprefix("edit/#id_") for missing in caught.value.missing]
    # Confidence belongs to a probability, so it is asked for once there is one.
    assert named == [*(name for name in NEEDED if name != "confidence"), "addressees/new/"]


def test_an_unknown_probability_needs_no_confidence(committee: Organisation, analyst: Person) -> None:
    warning = proposed(committee, analyst, probability=Probability.UNKNOWN, confidence="")
    assert warning.state == State.PROPOSED


def test_what_was_complete_when_proposed_and_has_run_out_is_not_released(
    committee: Organisation, analyst: Person, second: Person
) -> None:
    warning = proposed(committee, analyst)
    with pytest.raises(services.IncompleteError):
        release(warning, second, later(days=30))
    assert now(warning).state == State.PROPOSED


def test_the_author_does_not_release(committee: Organisation, analyst: Person) -> None:
    warning = proposed(committee, analyst)
    with pytest.raises(services.NotSecondPersonError):
        release(warning, analyst)
    assert now(warning).state == State.PROPOSED
    assert not rows_of(Check).exists()


@pytest.mark.parametrize("by", ["content", "addressee", "removal of an addressee"])
def test_whoever_last_changed_it_does_not_release_and_who_only_read_it_does(
    committee: Organisation, analyst: Person, lead: Person, second: Person, by: str
) -> None:
    warning = write_draft(committee, analyst)
    addressee = address(warning, analyst)
    acts: dict[str, Callable[[], Any]] = {
        "content": lambda: change(warning, lead, what="Attacks on farms and markets"),
        "addressee": lambda: address(warning, lead, role="Elders"),
        "removal of an addressee": lambda: services.remove_addressee(
            addressee=addressee, row_version=1, viewer=lead, occasion=OCCASION
        ),
    }
    address(warning, analyst, role="Police")
    acts[by]()
    propose(warning, second)
    for person in (analyst, lead):
        with pytest.raises(services.NotSecondPersonError):
            release(warning, person)
    assert release(warning, second).state == State.RELEASED, "to propose and to share is not to write"


def test_sharing_a_draft_does_not_make_its_reader_an_author(
    committee: Organisation, ministry: Organisation, analyst: Person, second: Person
) -> None:
    warning = proposed(committee, analyst)
    records.share(
        record=warning, row_version=now(warning).row_version, sharing=Sharing(frozenset({ministry.pk})),
        marking=warning.marking, viewer=second, occasion=OCCASION,
    )  # fmt: skip
    assert release(warning, second).state == State.RELEASED


def test_the_release_is_a_check_of_this_very_version(
    committee: Organisation, analyst: Person, second: Person
) -> None:
    warning = proposed(committee, analyst)
    version = now(warning).row_version
    release(warning, second)
    found = rows_of(Check).get()
    assert (found.kind, found.verdict, found.of_version) == (CheckKind.RELEASE, Verdict.YES, version)
    assert found.created_by == second


def test_a_version_that_was_changed_meanwhile_is_not_released(
    committee: Organisation, analyst: Person, second: Person
) -> None:
    warning = proposed(committee, analyst)
    seen = now(warning).row_version
    back(warning, analyst)
    change(warning, analyst, what="Something else")
    propose(warning, analyst)
    with pytest.raises(StaleRecordError):
        services.release(warning=warning, row_version=seen, viewer=second, occasion=OCCASION)


def test_programs_neither_propose_nor_release_nor_check(
    committee: Organisation, analyst: Person, second: Person
) -> None:
    program = second_person(committee, "program", is_service=True)
    warning = write_draft(committee, analyst)
    address(warning, analyst)
    with pytest.raises(PermissionDenied):
        propose(warning, program)
    propose(warning, analyst)
    with pytest.raises(PermissionDenied):
        release(warning, program)
    with pytest.raises(PermissionDenied):
        check(warning, program)


def test_what_a_program_wrote_needs_two_persons_too(committee: Organisation, second: Person) -> None:
    warning = write_draft(committee, second_person(committee, "program", is_service=True))
    address(warning, warning.created_by)
    propose(warning, second)
    with pytest.raises(services.NotSecondPersonError):
        release(warning, second)
    assert release(warning, second_person(committee, "third")).state == State.RELEASED


def test_a_reader_changes_and_releases_nothing(
    committee: Organisation, analyst: Person, colleague: Person
) -> None:
    warning = proposed(committee, analyst)
    for act in (release, back, check):
        with pytest.raises(PermissionDenied):
            act(warning, colleague)
    assert now(warning).state == State.PROPOSED


def test_people_at_risk_are_warned_only_after_a_safe_message_check_of_this_version(
    committee: Organisation, analyst: Person, second: Person
) -> None:
    warning = proposed(committee, analyst, to={"is_at_risk": True})
    with pytest.raises(services.NotSecondPersonError):
        check(warning, analyst)
    with pytest.raises(InputError, match="at risk"):
        release(warning, second)
    check(warning, second)
    back(warning, analyst)
    change(warning, analyst, what="Attacks on the road")
    propose(warning, analyst)
    with pytest.raises(InputError, match="at risk"):
        release(warning, second)
    check(warning, second)
    assert release(warning, second).state == State.RELEASED


@pytest.mark.parametrize("question", SAFE)
def test_each_of_the_three_questions_is_answered(
    committee: Organisation, analyst: Person, second: Person, question: str
) -> None:
    warning = proposed(committee, analyst, to={"is_at_risk": True})
    with pytest.raises(InputError, match="three questions"):
        check(warning, second, **{question: "  "})


def test_a_no_needs_its_reason_and_takes_it_back_to_draft(
    committee: Organisation, analyst: Person, second: Person
) -> None:
    warning = proposed(committee, analyst)
    for kind in (CheckKind.SAFE_MESSAGE, CheckKind.RELEASE):
        with pytest.raises(InputError, match="reason"):
            check(warning, second, kind=kind, verdict=Verdict.NO)
    check(warning, second, kind=CheckKind.RELEASE, verdict=Verdict.NO, note="The bridge is closed")
    assert now(warning).state == State.DRAFT
    assert Revision.objects.filter(record_id=warning.pk).latest("row_version").why == "The bridge is closed"


def test_what_is_out_never_changes_and_is_never_removed(
    committee: Organisation, analyst: Person, second: Person
) -> None:
    warning = released(committee, analyst, second)
    version = now(warning).row_version
    on = {"warning": warning, "row_version": version, "viewer": analyst, "occasion": OCCASION}
    acts: list[Callable[[], Any]] = [
        lambda: services.change_draft(**on, fields={"what": "x"}),
        lambda: services.propose(**on),
        lambda: services.back_to_draft(**on),
        lambda: services.drop(**on),
        lambda: services.remove_draft(**on),
        lambda: release(warning, second),
        lambda: address(warning, analyst),
    ]
    for act in acts:
        with pytest.raises(services.WrongStateError, match="does not change any more"):
            act()
    assert now(warning).row_version == version


def test_only_a_draft_is_removed_and_a_proposed_one_is_changed_by_nobody(
    committee: Organisation, analyst: Person
) -> None:
    warning = proposed(committee, analyst)
    with pytest.raises(services.WrongStateError):
        change(warning, analyst, what="x")
    with pytest.raises(services.WrongStateError):
        services.remove_draft(
            warning=warning, row_version=warning.row_version, viewer=analyst, occasion=OCCASION
        )
    back(warning, analyst)
    services.remove_draft(
        warning=warning, row_version=now(warning).row_version, viewer=analyst, occasion=OCCASION
    )
    assert not rows_of(Warning).exists()


def test_a_dropped_draft_stays_to_be_read_and_goes_nowhere(committee: Organisation, analyst: Person) -> None:
    warning = write_draft(committee, analyst)
    services.drop(warning=warning, row_version=1, viewer=analyst, occasion=OCCASION, why="Overtaken")
    with pytest.raises(services.WrongStateError, match="dropped"):
        propose(warning, analyst)


def test_state_and_times_are_not_written_by_hand(committee: Organisation, analyst: Person) -> None:
    with pytest.raises(ValueError, match="state"):
        write_draft(committee, analyst, state=State.RELEASED)
    warning = write_draft(committee, analyst)
    with pytest.raises(ValueError, match="review_due_at"):
        change(warning, analyst, review_due_at=None)


def test_an_update_says_what_it_replaces_and_a_new_warning_replaces_nothing(
    committee: Organisation, analyst: Person
) -> None:
    with pytest.raises(InputError, match="Say which one"):
        write_draft(committee, analyst, message=Message.UPDATE)
