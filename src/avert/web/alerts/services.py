"""What puts something into the outbox, and what people do with what did not arrive."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from avert.errors import InputError, StaleRecordError
from avert.web.accounts.models import Person
from avert.web.alerts import job
from avert.web.alerts.models import Delivery
from avert.web.alerts.policy import may_decide_on
from avert.web.alerts.registry import channels, open_channels
from avert.web.alerts.telling import addressee_of, append, tell_stage
from avert.web.alerts.vocabulary import NOT_ARRIVED, Purpose, State
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.contacts.models import Contact
from avert.web.contacts.vocabulary import Way
from avert.web.records.selectors import is_writable
from avert.web.records.services import append_list_read
from avert.web.records.writing import rows_of
from avert.web.signals.models import Answer, Signal
from avert.web.signals.vocabulary import AnswerKind
from avert.web.signals.vocabulary import Way as CameBy
from avert.web.warnings.models import Addressee, Warning
from avert.web.warnings.vocabulary import StageWord

SITE, HAND = "site", "hand"
"""Ways that are no channels: it lies before the addressee on this site; a person carries it."""
UNANSWERED = (AnswerKind.UNSAFE, AnswerKind.UNREACHABLE)
BY_CHANNEL = {CameBy.SMS: "sms", CameBy.EMAIL: "email"}


@transaction.atomic
def queue_warning(*, warning: Warning, occasion: Occasion) -> None:
    """Put a released warning into the outbox, for each addressee and each way that reaches it."""
    for addressee in _rows().filter(warning=warning.pk):
        _put(Purpose.WARNING, addressee, occasion)
    job.ask_if_due(now=occasion.at)


@transaction.atomic
def queue_escalation(*, addressee: Addressee, occasion: Occasion) -> None:
    """Put a warning into the outbox for one who is turned to because nobody answered."""
    _put(Purpose.ESCALATION, _rows().get(pk=addressee.pk), occasion)
    job.ask_if_due(now=occasion.at)


@transaction.atomic
def queue_answer(*, answer: Answer, signal: Signal, occasion: Occasion) -> None:
    """Answer whoever reported, by the way they came; where it is unsafe or there is none, nothing is sent."""
    channel = BY_CHANNEL.get(CameBy(signal.way))
    if channel is None or answer.kind in UNANSWERED or not signal.reply_to:
        return
    is_out = signal.exercise_id is not None or channel not in open_channels()
    named = "Exercise" if signal.exercise_id else "ChannelClosed"
    _create(
        occasion,
        answer=answer,
        reply_to="" if signal.exercise_id else signal.reply_to,
        channel=channel,
        purpose=Purpose.ANSWER,
        is_urgent=signal.threatens_life,
        **_by_hand(named, occasion) if is_out else {},
    )
    job.ask_if_due(now=occasion.at)


@transaction.atomic
def queue_test(*, channel: str, contact: Contact, viewer: Person, occasion: Occasion) -> Delivery:
    """Try a channel out on a contact of the viewer's own organisation. It says that it is a test and nothing else."""
    if not is_writable(contact, viewer=viewer):
        raise PermissionDenied
    known = channels().get(channel)
    if known is None or known.address_of is None or channel not in open_channels():
        raise InputError(_("This channel is not open. Open it first, in avert.toml."))
    if not known.address_of(contact):
        raise InputError(_("This contact has no address for this channel. Add it, or choose another."))
    made = _create(occasion, contact=contact, channel=channel, purpose=Purpose.TEST)
    job.ask_if_due(now=occasion.at)
    append(made, Action.CREATE, occasion, ["channel"])
    return made


@transaction.atomic
def send_again(*, delivery: Delivery, viewer: Person, occasion: Occasion) -> None:
    """Have something sent once more, under its own id; whoever has it already is told that it may be a repetition."""
    found = _for_decision(delivery, viewer)
    if found.channel not in open_channels() or found.error_class == "Exercise":
        raise InputError(_("This goes by no open channel. Reach them by hand, and say so here."))
    # Whoever asks for it takes it upon herself, so it counts as many tries as a new one.
    _change(found, state=State.RETRY, next_at=occasion.at, attempts=0, done_at=None)
    job.ask_if_due(now=occasion.at)
    append(found, Action.CHANGE, occasion, ["state"])


@transaction.atomic
def mark_reached(*, delivery: Delivery, viewer: Person, occasion: Occasion) -> None:
    """Write down that somebody reached the addressee by hand: by telephone, card or messenger."""
    found = _for_decision(delivery, viewer)
    _change(found, state=State.REACHED, done_at=occasion.at, reply_to="")
    if found.addressee_id is not None:
        tell_stage(addressee_of(found), StageWord.RECEIVED, occasion)
    append(found, Action.CHANGE, occasion, ["state"])


@transaction.atomic
def note_fetched(*, addressees: Collection[Addressee], occasion: Occasion) -> None:
    """Write down that a program of those addressed fetched what lies before them: once, however often it asks."""
    keys = [addressee.pk for addressee in addressees]
    waiting = Delivery.objects.filter(addressee__in=keys, channel=SITE, state=State.HANDED_OVER)
    for delivery in waiting:
        Delivery.objects.filter(pk=delivery.pk).update(state=State.RECEIVED, done_at=occasion.at)
        tell_stage(addressee_of(delivery), StageWord.RECEIVED, occasion)
    append_list_read(kind=Addressee, occasion=occasion)


def _rows() -> QuerySet[Addressee]:
    return rows_of(Addressee).select_related("contact", "warning__exercise")


def _put(purpose: Purpose, addressee: Addressee, occasion: Occasion) -> None:
    if addressee.organisation_id is not None:
        _put_before(purpose, addressee, occasion)
    warning = addressee.warning
    for channel in _channels_to(addressee):
        by_hand = {}
        if warning.exercise_id is not None:
            by_hand = _by_hand("Exercise", occasion)  # nothing of an exercise leaves the site
        elif channel not in open_channels():
            by_hand = _by_hand("" if channel == HAND else "ChannelClosed", occasion)
        given = {"is_urgent": warning.threatens_life, **by_hand}
        _create(occasion, addressee=addressee, channel=channel, purpose=purpose, **given)


def _put_before(purpose: Purpose, addressee: Addressee, occasion: Occasion) -> None:
    """Write down that a warning lies before an organisation on this site, which sees it from now on."""
    given = {"state": State.HANDED_OVER, "handed_over_at": occasion.at}
    _create(occasion, addressee=addressee, channel=SITE, purpose=purpose, **given)
    tell_stage(addressee, StageWord.SENT, occasion)


def _by_hand(named: str, occasion: Occasion) -> dict[str, object]:
    return {"state": State.BY_HAND, "error_class": named, "done_at": occasion.at}


def _create(occasion: Occasion, **fields: object) -> Delivery:
    """Put a row into the outbox, once however often it is asked for."""
    given = {name: value for name, value in fields.items() if value is not None}
    about = {name: given.get(name) for name in ("addressee", "answer", "channel", "purpose")}
    if about["addressee"] or about["answer"]:
        there = Delivery.objects.filter(**about).first()
        if there is not None:
            return there
    return Delivery.objects.create(created_at=occasion.at, next_at=occasion.at, **given)


def _channels_to(addressee: Addressee) -> list[str]:
    """Return by which channels an addressee is reached besides on the site; by hand where there is no other way."""
    contact = addressee.contact
    if contact is None:
        return [] if addressee.organisation_id else [HAND]
    found = list(_ways_of(contact, all_ways=addressee.warning.threatens_life))
    return found or ([] if addressee.organisation_id else [HAND])


def _ways_of(contact: Contact, *, all_ways: bool) -> Iterator[str]:
    """Yield the contact's first way, and where a life is in danger every other that is open."""
    first = {Way.SITE: "", Way.PAPER: HAND}.get(Way(contact.way), contact.way)
    if first:
        yield first
    for name in open_channels() if all_ways else ():
        channel = channels()[name]
        if name != first and channel.address_of is not None and channel.address_of(contact):
            yield name


def _for_decision(delivery: Delivery, viewer: Person) -> Delivery:
    found = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if not may_decide_on(found, viewer=viewer):
        raise PermissionDenied
    if found.state not in NOT_ARRIVED:
        raise StaleRecordError(_("This has changed since you looked. Look again."))
    return found


def _change(delivery: Delivery, **fields: object) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(lease_until=None, lease_token=None, **fields)
