"""What holds after updates and cancellations, and what each channel carries."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from tests.alerts import NOW, SENDER, an_alert, an_identifier, an_info, marked

from avert.errors import InputError
from avert.handling import Marking
from avert.warning.cap import (
    Area,
    Event,
    Geocode,
    Pair,
    Parameter,
    Scope,
    Status,
    cancel,
    chain_of,
    check,
    supersede,
    trim,
    write_cap,
)

HOUR = dt.timedelta(hours=1)


def test_an_update_names_all_that_came_before_it() -> None:
    first = an_alert()
    second = supersede(first, identifier=an_identifier(2), sent=NOW + HOUR, info=first.info)
    third = supersede(second, identifier=an_identifier(3), sent=NOW + 2 * HOUR, info=first.info)
    assert third.references == (first.reference, second.reference)
    assert chain_of((third, first), now=NOW) == (third,)


def test_what_was_cancelled_or_has_expired_no_longer_holds() -> None:
    alert = an_alert()
    withdrawn = cancel(alert, identifier=an_identifier(2), sent=NOW + HOUR, note="It was wrong.")
    assert chain_of((alert,), now=NOW) == (alert,)
    assert chain_of((withdrawn, alert), now=NOW + HOUR) == ()
    assert chain_of((alert,), now=NOW + dt.timedelta(days=31)) == ()


@pytest.mark.parametrize("change", [{"sender": "0" * 16 + "@example.net"}, {"status": Status.EXERCISE}])
def test_strangers_and_exercises_take_nothing_back(change: dict[str, object]) -> None:
    alert = an_alert()
    withdrawn = cancel(alert, identifier=an_identifier(2), sent=NOW + HOUR, note="x")
    assert chain_of((alert, replace(withdrawn, **change)), now=NOW) == (alert,)


def test_an_earlier_message_changes_no_later_one() -> None:
    alert = an_alert()
    with pytest.raises(InputError):
        cancel(alert, identifier=an_identifier(2), sent=NOW, note="x")
    backdated = replace(
        cancel(alert, identifier=an_identifier(2), sent=NOW + HOUR, note="x"), sent=NOW - HOUR
    )
    assert chain_of((alert, backdated), now=NOW) == (alert,)


def test_copies_for_different_channels_hold_and_end_together() -> None:
    alert = an_alert()
    copies = (alert, trim(alert, Marking.CLEAR), alert)
    withdrawn = cancel(alert, identifier=an_identifier(2), sent=NOW + HOUR, note="x")
    assert set(chain_of(copies, now=NOW)) == set(copies)
    assert chain_of(copies, now=NOW) == chain_of(copies[::-1], now=NOW)
    assert chain_of((*copies, withdrawn), now=NOW) == ()


def test_a_finer_place_under_the_name_of_a_country_is_not_carried() -> None:
    area = Area("Eldoret", geocode=(Pair(Geocode.COUNTRY, "Eldoret"), Pair(Geocode.COUNTRY, "gw:501")))
    (carried,) = trim(an_alert(info=(an_info(area=(area,)),)), Marking.CLEAR).info[0].area
    assert carried == Area("Kenya", geocode=(Pair(Geocode.COUNTRY, "gw:501"),))


def test_an_open_channel_gets_the_kind_of_event_and_the_country() -> None:
    carried = trim(an_alert(scope=Scope.PRIVATE, addresses=("desk@example.org",)), Marking.GREEN)
    (info,) = carried.info
    (area,) = info.area
    assert (info.headline, info.description, info.contact) == (Event.ELECTION, "", "")
    assert (area.description, [pair.value for pair in area.geocode]) == ("Kenya", ["gw:501"])
    assert carried.addresses == ()
    assert not info.values(Parameter.ASKED)
    assert info.instruction != an_info().instruction


def test_a_safe_instruction_reaches_people_at_risk_where_the_whole_is_open() -> None:
    assert trim(marked(an_alert(), "TLP:CLEAR"), Marking.CLEAR).info[0].instruction == an_info().instruction


@pytest.mark.parametrize("marking", Marking)
@pytest.mark.parametrize("label", [str(each) for each in Marking])
def test_a_headline_goes_no_lower_than_the_alerts_own_marking(label: str, marking: Marking) -> None:
    (info,) = trim(marked(an_alert(), label), marking).info
    assert (info.headline == an_info().headline) is (marking >= Marking.parse(label))
    assert an_info().headline not in write_cap(trim(marked(an_alert(), "TLP:AMBER"), Marking.GREEN)).decode()


@pytest.mark.parametrize("label", ["TLP:RED", "TLP:AMBER+STRICT", "unmarked"])
def test_what_is_held_closely_is_only_announced(label: str) -> None:
    carried = trim(marked(an_alert(source="x", note="y"), label), Marking.GREEN)
    text = write_cap(carried).decode()
    assert carried.info[0].event == Event.NOTICE
    assert not any(word in text for word in ("Violence", "election", "Kenya", "gw:501", "Severe", "Likely"))


@pytest.mark.parametrize("marking", Marking)
@pytest.mark.parametrize("label", [str(each) for each in Marking])
def test_what_a_channel_carries_follows_the_profile(label: str, marking: Marking) -> None:
    carried = trim(marked(an_alert(), label), marking)
    assert check(carried, names_someone=lambda _: False) == ()
    assert carried.sender == SENDER


def test_a_translation_is_asked_for_in_the_language_of_each_info() -> None:
    french = an_alert(info=(replace(an_info(), language="fr"),))
    carried = trim(french, Marking.GREEN, say=lambda text, language: f"[{language}] {text}")
    assert carried.info[0].instruction.startswith("[fr] ")
