"""The conflict profile: whom a warning is for, what it may say, and how the field's words become the standard's."""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

import pytest
from tests.alerts import NOW, SENDER, an_alert, an_identifier, an_info

from avert.errors import InputError
from avert.warning.cap import (
    Alert,
    Area,
    Category,
    Certainty,
    Circle,
    Event,
    Geocode,
    MsgType,
    Pair,
    Parameter,
    Point,
    ResponseType,
    Scope,
    Status,
    Urgency,
    all_clear,
    asked_by,
    cancel,
    certainty_of,
    check,
    new_identifier,
    supersede,
    urgency_of,
)

COUNTRY = Pair(Geocode.COUNTRY, "gw:501")


def rules_broken(alert: Alert, **known: Any) -> set[str]:
    return {finding.rule for finding in check(alert, names_someone=lambda text: "Wanjiru" in text, **known)}


def ring(side: float) -> tuple[Point, ...]:
    return tuple(Point(lat, lon) for lat, lon in ((0, 35), (0, 35 + side), (side, 35), (0, 35)))


def test_a_warning_its_update_its_cancellation_and_its_all_clear_follow_the_profile() -> None:
    alert, later = an_alert(), NOW + dt.timedelta(hours=1)
    ended = all_clear(
        alert,
        identifier=an_identifier(2),
        sent=later,
        expires=NOW + dt.timedelta(days=3),
        headline="The danger has passed",
        instruction="Ask the committee before you return.",
    )
    update = supersede(alert, identifier=an_identifier(3), sent=later, info=alert.info)
    withdrawn = cancel(alert, identifier=an_identifier(4), sent=later, note="The report was wrong.")
    for message in (alert, ended, update, withdrawn):
        assert check(message, names_someone=lambda _: False) == ()
    assert ended.info[0].response_type == (ResponseType.ALL_CLEAR,)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("scope", {"scope": Scope.PUBLIC}),
        ("scope", {"restriction": ""}),
        ("scope", {"scope": Scope.PRIVATE}),
        ("status", {"status": Status.SYSTEM}),
        ("identity", {"identifier": "KE-2007-0001"}),
        ("identity", {"identifier": "d9428888-122b-11e1-b85c-61cd3cbb3210"}),
        ("identity", {"sender": "jane.doe@example.org"}),
        ("references", {"msg_type": MsgType.UPDATE}),
        ("references", {"references": (an_alert(sent=NOW - dt.timedelta(1)).reference,)}),
        ("what", {"info": ()}),
        ("what", {"info": (an_info(category=(Category.MET,)),)}),
        ("what", {"info": (an_info(event="massacre"),)}),
        ("what", {"info": (an_info(instruction=""),)}),
        ("times", {"info": (an_info(expires=None),)}),
        ("times", {"info": (an_info(expires=NOW),)}),
        ("all_clear", {"info": (an_info(response_type=(ResponseType.ALL_CLEAR,)),)}),
        ("parameters", {"info": (an_info(parameter=()),)}),
        ("parameters", {"info": (an_info(certainty=Certainty.POSSIBLE),)}),
        ("language", {"info": (an_info(headline="Wanjiru is in danger"),)}),
        ("language", {"info": (an_info(description="said by Wanjiru"),)}),
        ("areas", {"info": (an_info(area=()),)}),
        (
            "areas",
            {"info": (an_info(area=(Area("Eldoret", geocode=(Pair(Geocode.PLACE, "pcode:KE027"),)),)),)},
        ),
        ("areas", {"info": (an_info(area=(Area("x", geocode=(COUNTRY, Pair("grid", "1"))),)),)}),
        ("areas", {"info": (an_info(area=(Area("x", (ring(0.2),), geocode=(COUNTRY,)),)),)}),
        ("areas", {"info": (an_info(area=(Area("x", (ring(1.123),), geocode=(COUNTRY,)),)),)}),
        ("areas", {"info": (an_info(area=(Area("x", (), (Circle(Point(0, 35), 2),), (COUNTRY,)),)),)}),
        ("resources", {"info": (an_info(web="https://example.org/k"),)}),
    ],
)
def test_each_departure_is_found(rule: str, changes: dict[str, Any]) -> None:
    assert rules_broken(an_alert(**changes)) == {rule}


def test_findings_do_not_repeat_the_alert() -> None:
    alert = an_alert(sender="jane.doe@example.org", info=(an_info(headline="Wanjiru", event="massacre"),))
    told = " ".join(finding.message for finding in check(alert, names_someone=lambda text: "Wanjiru" in text))
    assert told
    assert not any(word in told for word in ("jane", "Wanjiru", "massacre"))


def test_a_coarse_shape_is_allowed() -> None:
    assert (
        rules_broken(an_alert(info=(an_info(area=(Area("x", (ring(1.5),), geocode=(COUNTRY,)),)),))) == set()
    )


def test_only_a_national_authority_speaks_to_the_public_and_only_to_test_or_end() -> None:
    test = an_alert(scope=Scope.PUBLIC, restriction="", status=Status.TEST)
    assert rules_broken(test) == {"scope"}
    assert rules_broken(test, is_national_authority=True) == set()
    assert rules_broken(an_alert(scope=Scope.PUBLIC), is_national_authority=True) == {"scope"}


def test_a_probability_needs_its_confidence_beside_it() -> None:
    kept = tuple(pair for pair in an_info().parameter if pair.name != Parameter.CONFIDENCE)
    assert rules_broken(an_alert(info=(an_info(parameter=kept),))) == {"parameters"}


def test_words_become_the_standards() -> None:
    assert certainty_of("highly likely") is Certainty.LIKELY
    assert certainty_of("realistic possibility") is Certainty.POSSIBLE
    with pytest.raises(InputError):
        certainty_of("probable")
    assert urgency_of(NOW - dt.timedelta(1), NOW) is Urgency.PAST
    assert urgency_of(NOW + dt.timedelta(20), NOW) is Urgency.FUTURE


def test_deadlines_keep_their_zone() -> None:
    assert asked_by(NOW, "America/Bogota") == "2007-12-20T03:00:00-05:00[America/Bogota]"
    for zone in ("Nairobi", "../etc", ""):
        with pytest.raises(InputError):
            asked_by(NOW, zone)


def test_identifiers_are_random() -> None:
    assert rules_broken(an_alert(identifier=new_identifier(os.urandom), sender=SENDER)) == set()
    assert new_identifier(os.urandom) != new_identifier(os.urandom)


def test_every_event_has_a_severity_or_none_by_nature() -> None:
    from avert.warning.cap.vocabulary import SEVERITIES

    assert set(Event) - set(SEVERITIES) == {Event.BLACKOUT, Event.CHANNEL_TEST, Event.NOTICE}
