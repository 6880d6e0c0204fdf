"""Sending what is due, one delivery after the other, and writing down what came of each."""

from __future__ import annotations

import datetime as dt
import logging
import random
from collections.abc import Callable

from django.db import DatabaseError, transaction

from avert.web.alerts import outbox
from avert.web.alerts.channel import (
    Channel,
    ChannelSettings,
    DeliveryError,
    InDoubtError,
    LeaseLostError,
    Receipt,
    TryLaterError,
)
from avert.web.alerts.holding import Ended, what_ended_it
from avert.web.alerts.models import Delivery
from avert.web.alerts.parcels import parcel_of
from avert.web.alerts.registry import channels, open_channels
from avert.web.alerts.telling import append_sent, tell_of
from avert.web.alerts.vocabulary import AfterDoubt, State
from avert.web.audit.occasions import Occasion

logger = logging.getLogger(__name__)
Clock = Callable[[], dt.datetime]


class NoLongerHoldsError(LeaseLostError):
    """It was replaced, withdrawn or over before it was handed over."""

    def __init__(self, ended: Ended) -> None:
        super().__init__(ended.named)
        self.ended = ended


def deliver_due(*, clock: Clock, rng: random.Random, advance: Callable[[int, int], None]) -> int:
    """Send all that is due now; return how many deliveries were taken up. ``advance`` may raise to stop it."""
    take_back(now=clock(), rng=rng)
    done, began = 0, clock()
    while True:
        left = outbox.due(began).count()
        advance(done, max(done + left, 1))
        delivery = outbox.claim(now=clock()) if left else None
        if delivery is None:
            advance(max(done, 1), max(done, 1))
            return done
        _deliver(delivery, clock, rng)
        done += 1


def take_back(*, now: dt.datetime, rng: random.Random) -> None:
    """Let the rule of its channel decide on each delivery whose worker died while handing it over."""
    for delivery in outbox.orphaned(now):
        rule = _rule(channels().get(delivery.channel), open_channels().get(delivery.channel))
        outbox.fail(delivery, InDoubtError(outbox.WORKER_DIED), rule, now=now, rng=rng)


def _deliver(delivery: Delivery, clock: Clock, rng: random.Random) -> None:
    channel, chosen = channels().get(delivery.channel), open_channels().get(delivery.channel)
    if channel is None or channel.send is None or chosen is None:
        outbox.end(delivery, State.BY_HAND, now=clock(), error_class="ChannelClosed")
        return
    try:
        receipt = _hand_over(delivery, channel, chosen, clock)
    except NoLongerHoldsError as error:
        outbox.end(delivery, error.ended.state, now=clock(), error_class=error.named)
    except LeaseLostError:
        return
    except DeliveryError as error:
        outbox.fail(delivery, error, _rule(channel, chosen), now=clock(), rng=rng)
    else:
        _arrived(delivery, receipt, clock())


def _hand_over(delivery: Delivery, channel: Channel, chosen: ChannelSettings, clock: Clock) -> Receipt:
    is_out = False

    def hand_over() -> None:
        nonlocal is_out
        ended = what_ended_it(delivery, clock())
        if ended is not None:
            raise NoLongerHoldsError(ended)
        outbox.begin_hand_over(delivery, now=clock())
        is_out = True

    assert channel.send is not None  # noqa: S101  looked at before it was claimed
    try:
        parcel = parcel_of(delivery, channel, chosen.marking, clock())
        return channel.send(parcel, chosen, hand_over)
    except (DeliveryError, DatabaseError):
        raise
    except Exception as error:
        # The class alone: a message may repeat an address or what is said.
        logger.warning("Delivery %s failed: %s", delivery.pk, type(error))
        kind = InDoubtError if is_out else TryLaterError
        raise kind(type(error).__name__) from None


def _arrived(delivery: Delivery, receipt: Receipt, now: dt.datetime) -> None:
    try:
        _write_arrival(delivery, receipt, now)
    except Exception as error:
        # The other side has it. Whatever could not be told of it, it must not be sent again for that.
        logger.warning("Delivery %s arrived and could not be told of: %s", delivery.pk, type(error))
        outbox.end(delivery, State.HANDED_OVER, now=now, handed_over_at=now)


@transaction.atomic
def _write_arrival(delivery: Delivery, receipt: Receipt, now: dt.datetime) -> None:
    state = State.RECEIVED if receipt.is_received else State.HANDED_OVER
    written = {"receipt": receipt.reference, "handed_over_at": now, "error_class": ""}
    if not outbox.end(delivery, state, now=now, attempts=delivery.attempts + 1, **written):
        return
    occasion = Occasion.of_the_site(now)
    tell_of(delivery, is_received=receipt.is_received, occasion=occasion)
    append_sent(delivery, occasion)


def _rule(channel: Channel | None, chosen: ChannelSettings | None) -> AfterDoubt:
    if channel is None or chosen is None:
        return AfterDoubt.ASK
    try:
        return channel.after_doubt(chosen)
    except Exception as error:  # settings that name no such gateway
        logger.warning("A channel's rule is unknown: %s", type(error))
        return AfterDoubt.ASK
