"""No channel carries a word above its marking, whatever is written; a new one is tested by being listed."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import settings as thoroughness
from hypothesis import strategies as st

from avert.errors import ConfigError
from avert.handling import Marking
from avert.web.alerts.answers import text_of_answer
from avert.web.alerts.channels.sms.lengths import fits, longest_that_fits
from avert.web.alerts.feed import feed_of
from avert.web.alerts.parcels import words_for
from avert.web.alerts.printing import cards_of
from avert.web.alerts.registry import channels, settings_of
from avert.web.alerts.wording import Manner
from avert.web.signals.models import Answer
from avert.web.signals.vocabulary import AnswerKind
from avert.web.warnings.models import Addressee, Warning
from avert.web.warnings.vocabulary import Message, State

AT = dt.datetime(2024, 3, 2, 8, 30, tzinfo=dt.UTC)
NEVER = ("rests_on", "would_change", "harm_of_issuing", "can_do")
STRICT = ("what", "to_whom", "role")
AS_MARKED = ("title", "asked")
FIELDS = (*NEVER, *STRICT, *AS_MARKED)
MARKINGS = st.sampled_from(Marking)


def canary(field: str) -> str:
    return f"q{field.replace('_', '')}z"


def allowed(field: str, own: Marking, channel: Marking) -> bool:
    if field in NEVER:
        return False
    return channel >= own and (field not in STRICT or channel >= Marking.AMBER_STRICT)


@st.composite
def addressees(draw: st.DrawFn) -> Addressee:
    before = st.text("ab é\n", max_size=20)
    words = {field: f"{draw(before)} {canary(field)}" for field in FIELDS}
    own = draw(MARKINGS)
    warning = Warning(
        message=draw(st.sampled_from(Message)),
        event="ELECTION",
        lens="both",
        place=draw(st.sampled_from(["gw:501", "iso3:KEN", "adm1:KEN.8", "pcode:KE08", ""])),
        window_from=AT.date(),
        probability=draw(st.sampled_from(["likely", "unknown", ""])),
        confidence=draw(st.sampled_from(["low", ""])),
        language="en",
        state=State.RELEASED,
        identifier=uuid.uuid4(),
        released_at=AT,
        expires_at=AT + dt.timedelta(days=3),
        marking=own,
        **{name: words[name] for name in ("title", "what", "to_whom", *NEVER[:3])},
    )
    above = draw(MARKINGS.filter(lambda marking: marking <= own))
    fields = {name: words[name] for name in ("role", "asked", "can_do")}
    return Addressee(warning=warning, marking=above, zone="Africa/Nairobi", code="4831", **fields)


def everything_said(addressee: Addressee, marking: Marking, manner: Manner) -> str:
    """All that could leave the site for this addressee by a channel of this marking."""
    text, short, document = words_for(addressee, marking, manner)
    feed = feed_of([addressee], marking, now=AT).decode()
    cards = str(cards_of(addressee.warning, [addressee], marking))
    return "\n".join([text, *short, document.decode(), feed, cards])


def said_by(addressee: Addressee, marking: Marking, home: Any) -> str:
    from django.conf import settings

    config = replace(settings.CONFIG, home=home, alert_channels={"cap": {"is_on": True}})
    with override_settings(CONFIG=config):
        return everything_said(addressee, marking, Manner("4831", "UTC"))


@pytest.mark.parametrize("name", list(channels()))
@thoroughness(deadline=None, max_examples=40)
@given(addressee=addressees(), lowered=MARKINGS)
def test_no_channel_carries_a_word_above_its_marking(
    tmp_path_factory: pytest.TempPathFactory, name: str, addressee: Addressee, lowered: Marking
) -> None:
    marking = min(channels()[name].most, lowered)
    said = said_by(addressee, marking, tmp_path_factory.getbasetemp())
    own = addressee.warning.marking
    for field in FIELDS:
        # A card says to whom it goes, which whoever carries it must know.
        if canary(field) in said:
            assert allowed(field, own, marking) or (field == "role" and addressee.marking <= marking), field
    if own <= marking:
        assert canary("title") in said
        assert canary("asked") in said
    assert "4831" in said


@pytest.mark.parametrize("name", list(channels()))
def test_a_deployment_lowers_what_a_channel_carries_and_never_raises_it(name: str, settings: Any) -> None:
    channel = channels()[name]
    for marking in Marking:
        config = {name: {"marking": str(marking)}}
        settings.CONFIG = replace(settings.CONFIG, alert_channels=config)
        if marking > channel.most:
            with pytest.raises(ConfigError):
                settings_of(channel)
        else:
            assert settings_of(channel).marking is marking
    assert channel.most < Marking.RED, "what is for named persons leaves the site with nobody"


def test_every_channel_is_off_until_it_is_opened(settings: Any) -> None:
    settings.CONFIG = replace(settings.CONFIG, alert_channels={})
    assert not any(settings_of(channel).is_on for channel in channels().values())


@thoroughness(deadline=None)
@given(addressees(), MARKINGS, st.booleans())
def test_a_text_message_is_one_message_and_no_instruction_is_cut(
    addressee: Addressee, marking: Marking, is_repetition: bool
) -> None:
    _text, short, _document = words_for(addressee, marking, Manner("4831", "UTC", is_repetition))
    text = longest_that_fits(short)
    assert fits(text)
    assert "4831" in text
    assert ("again" in text) is is_repetition
    asked = " ".join(addressee.asked.split())
    if canary("asked") in text:
        assert asked.lower() in text.lower()


@given(MARKINGS, MARKINGS, st.sampled_from(AnswerKind))
def test_an_answer_says_its_own_words_only_where_they_may_go(
    own: Marking, channel: Marking, kind: AnswerKind
) -> None:
    said = text_of_answer(Answer(kind=kind, text="the qtextz", marking=own), channel)
    assert ("qtextz" in said) is (own <= channel)
    assert said
