from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction

from avert.errors import InputError
from avert.handling import Marking
from avert.replays import FieldReport, Item, PublishedWarning, Replay, load_replay
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.exercises import services as exercises
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import day_known, end_of
from avert.web.records.audiences import sharing_of
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.replays.exercises.registering import enter_structures, may_enter_structures
from avert.web.signals import services as signals
from avert.web.signals.vocabulary import About, Lens, Pace, Way

# What replays call what is reported, in the words of signals.
ABOUT = {
    "threat": About.THREAT,
    "rumour": About.RUMOUR,
    "incitement": About.SPEECH,
    "preparation": About.PREPARATION,
    "attack": About.ATTACK,
    "displacement": About.DISPLACEMENT,
    "fire_sale": About.FIRE_SALE,
    "tension": About.TENSION,
    "protection": About.PROTECTION,
    "calm": About.CALM,
    "model": About.FIGURE,
}
TEXT_MESSAGE = "sms"


@transaction.atomic
def begin_replay(
    *,
    owner_id: uuid.UUID,
    title: str,
    replay: str,
    viewer: Person,
    occasion: Occasion,
    day: dt.date | None = None,
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
) -> Exercise:
    """Begin an exercise on a day of a replay, on its first one if none is said, with the structures known by then."""
    case = load_replay(replay)
    start = day or case.first_day
    if not case.first_day <= start <= case.last_day:
        raise InputError(
            f"The case goes from {case.first_day} to {case.last_day}. Choose a day within it to begin on."
        )
    begun = exercises.begin(
        owner_id=owner_id,
        title=title,
        clock=end_of(start),
        replay=replay,
        place=case.places[0],
        viewer=viewer,
        occasion=occasion,
        marking=marking,
        sharing=sharing,
    )
    if may_enter_structures(begun, viewer=viewer):
        enter_structures(exercise=begun, viewer=viewer, occasion=occasion)
    return begun


@transaction.atomic
def move_on(
    *, exercise: Exercise, row_version: int, to: dt.datetime, viewer: Person, occasion: Occasion
) -> Exercise:
    """Move an exercise's clock on, and enter the structures that became known meanwhile."""
    before = day_known(exercise.clock)
    moved = exercises.move_on(
        exercise=exercise, row_version=row_version, to=to, viewer=viewer, occasion=occasion
    )
    if may_enter_structures(moved, viewer=viewer):
        enter_structures(exercise=moved, viewer=viewer, occasion=occasion, since=before)
    return moved


def known_in(exercise: Exercise) -> Replay | None:
    """Return what of its replay is known where the exercise's clock stands; nothing for a made-up case."""
    return load_replay(exercise.replay).as_of(day_known(exercise.clock)) if exercise.replay else None


def can_be_taken_in(item: Item) -> bool:
    """Say whether an item is something that would have come in as a signal."""
    return isinstance(item, FieldReport | PublishedWarning)


@transaction.atomic
def take_in(
    *, exercise: Exercise, item_ids: Iterable[str], viewer: Person, occasion: Occasion
) -> list[uuid.UUID]:
    """Take in reports of the replay as signals of the exercise, for those who take part; each only once.

    Raises InputError for what is not known yet, as for what is not there at all.
    """
    known = known_in(exercise)
    items = {item.id: item for item in known.items if can_be_taken_in(item)} if known else {}
    wanted = list(dict.fromkeys(item_ids))
    if not wanted or not set(wanted) <= items.keys():
        raise InputError("No report of that name is known on this day. Choose among those that are.")
    taken = [_take_in(exercise, items[id_], viewer, occasion) for id_ in wanted]
    return [id_ for id_ in taken if id_ is not None]


def _take_in(exercise: Exercise, item: Item, viewer: Person, occasion: Occasion) -> uuid.UUID | None:
    is_text = getattr(item, "channel", "") == TEXT_MESSAGE
    signal_id, _is_new = signals.take_in(
        owner_id=exercise.owner_id,
        text=item.text,
        about=ABOUT.get(item.kind, About.TENSION),
        way=Way.SMS if is_text else Way.REPLAY,
        place=item.place,
        marking=exercise.marking,
        sharing=sharing_of(exercise.audience_id),
        exercise=exercise,
        message_key=f"{exercise.pk}:{item.id}",
        viewer=viewer,
        occasion=occasion,
        where=item.where,
        lens=Lens(item.lens),
        pace=Pace.TRIGGER,
        happened_at=dt.datetime.combine(item.happened.first, dt.time(), dt.UTC),
        origin=getattr(item, "reporter", "") or getattr(item, "issued_by", ""),
        language="en",
    )
    return signal_id
