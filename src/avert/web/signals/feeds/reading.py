"""Read the feeds that are due, and take in what is new in them."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Sequence

from django.conf import settings
from django.db import DatabaseError
from django.db.models import F, Q, QuerySet

from avert.errors import RefusedAlertError
from avert.handling import Marking
from avert.warning.cap.parsing import MOST_BYTES as MOST_BYTES_OF_ALERT
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.records.audiences import sharing_of
from avert.web.records.writing import rows_of
from avert.web.signals import services
from avert.web.signals.acting import acting_for
from avert.web.signals.feeds.alerts import PassedOverError, take_in_alert
from avert.web.signals.feeds.entries import Entry, read_entries, says_any
from avert.web.signals.feeds.fetch import FeedError, fetch
from avert.web.signals.feeds.trust import WronglySignedError
from avert.web.signals.feeds.wording import text_of_entry
from avert.web.signals.models import Feed, FeedReading
from avert.web.signals.taken import remember, taken_among
from avert.web.signals.vocabulary import About, Trouble, Way

EVERY = dt.timedelta(minutes=15)
OLDEST = dt.timedelta(days=7)
MOST_AT_ONCE = 50
WAYS = (Way.FEED, Way.CAP)
logger = logging.getLogger(__name__)


def due_feeds(now: dt.datetime) -> QuerySet[Feed]:
    """Return the feeds that are on and have not been tried of late, those never tried first."""
    waits = Q(reading__isnull=True) | Q(reading__tried_at__lte=now - EVERY)
    due = rows_of(Feed).filter(waits, is_on=True, way__in=WAYS).select_related("reading")
    return due.order_by(F("reading__tried_at").asc(nulls_first=True), "pk")


def read_due(*, now: Callable[[], dt.datetime], advance: Callable[[int, int], None]) -> None:
    """Read every feed that is due. One that cannot be read keeps no other from being read."""
    feeds = list(due_feeds(now()))
    advance(0, max(len(feeds), 1))
    for number, feed in enumerate(feeds, start=1):
        read_feed(feed, now=now())
        advance(number, len(feeds))
    advance(max(len(feeds), 1), max(len(feeds), 1))


def read_feed(feed: Feed, *, now: dt.datetime) -> None:
    """Read one feed, take in what is new, and write down how it went."""
    try:
        _read(feed, now)
    except FeedError as error:
        _note_trouble(feed, error.trouble, now)
    except DatabaseError:
        raise
    except Exception as error:  # a stranger's feed must not stop the others, whatever is in it
        logger.warning("A feed could not be read: %s", type(error))
        _note_trouble(feed, Trouble.UNREADABLE, now)


def _read(feed: Feed, now: dt.datetime) -> None:
    person, reading = acting_for(feed), FeedReading.objects.filter(feed=feed).first()
    if person is None:
        raise FeedError(Trouble.NOBODY)
    found = fetch(
        feed.address,
        etag=reading.etag if reading else "",
        modified=reading.modified if reading else "",
        private_hosts=settings.CONFIG.feed_hosts,
    )
    if found.body is None:
        _note(feed, now, trouble="", failures=0, read_at=now)
        return
    is_first = reading is None or reading.read_at is None
    left_out, trouble = _take_in(feed, person, read_entries(found.body), now, is_first=is_first)
    if trouble:
        raise FeedError(trouble)
    # With something left out, the next reading must see the whole again.
    tags = ("", "") if left_out else (found.etag, found.modified)
    _note(feed, now, trouble="", failures=0, read_at=now, left_out=left_out, etag=tags[0], modified=tags[1])


def _take_in(
    feed: Feed, person: Person, entries: Sequence[Entry], now: dt.datetime, *, is_first: bool
) -> tuple[int, Trouble | None]:
    """Take in the newest of what is new; return how many wait for the next reading, and what went wrong."""
    keys = {_key(feed, entry): entry for entry in entries if _is_fresh(entry, now)}
    known = taken_among(owner_id=feed.owner_id, message_keys=keys)
    new = [(key, entry) for key, entry in keys.items() if key not in known]
    if feed.way == Way.CAP:
        troubles = [_take_in_alert(feed, person, key, entry, now) for key, entry in new[:MOST_AT_ONCE]]
        return max(0, len(new) - MOST_AT_ONCE), next(filter(None, troubles), None)
    new = [(key, entry) for key, entry in new if says_any(f"{entry.title} {entry.text}", feed.words)]
    if is_first:
        # What stood there before anyone asked, and says not since when, is no news.
        for key, entry in new:
            if entry.published is None:
                remember(owner_id=feed.owner_id, message_key=key, now=now)
        new = [(key, entry) for key, entry in new if entry.published is not None]
    for key, entry in new[:MOST_AT_ONCE]:
        _take_in_entry(feed, person, key, entry, now)
    return max(0, len(new) - MOST_AT_ONCE), None


def _take_in_entry(feed: Feed, person: Person, key: str, entry: Entry, now: dt.datetime) -> None:
    services.take_in(
        owner_id=feed.owner_id,
        text=text_of_entry(entry),
        about=About(feed.about),
        way=Way.FEED,
        viewer=person,
        occasion=Occasion.of_the_site(now),
        place=feed.place,
        marking=Marking(feed.marking),
        sharing=sharing_of(feed.audience_id),
        message_key=key,
        happened_at=entry.published if entry.published and entry.published <= now else None,
        grade=feed.grade,
        origin=feed.title,
    )


def _take_in_alert(feed: Feed, person: Person, key: str, entry: Entry, now: dt.datetime) -> Trouble | None:
    """Take in one alert; what fails is tried again at every reading, so that its trouble stays in sight."""
    try:
        take_in_alert(
            data=entry.alert or _alert_at(entry.alert_link),
            owner_id=feed.owner_id,
            viewer=person,
            occasion=Occasion.of_the_site(now),
            place=feed.place,
            marking=Marking(feed.marking),
            sharing=sharing_of(feed.audience_id),
            grade=feed.grade,
            about=About(feed.about),
            words=feed.words,
        )
    except PassedOverError:
        pass  # it is dealt with
    except FeedError as error:
        return error.trouble
    except WronglySignedError:
        return Trouble.UNTRUSTED
    except RefusedAlertError:
        return Trouble.UNREADABLE
    remember(owner_id=feed.owner_id, message_key=key, now=now)
    return None


def _alert_at(address: str) -> bytes:
    if not address:
        raise FeedError(Trouble.UNREADABLE)
    found = fetch(address, private_hosts=settings.CONFIG.feed_hosts, most_bytes=MOST_BYTES_OF_ALERT)
    return found.body or b""


def _key(feed: Feed, entry: Entry) -> str:
    # An address is the same entry in whichever feed it stands; other ids mean something within one feed only.
    name = entry.key or hashlib.sha256(entry.alert).hexdigest()
    within = "" if name.startswith(("https://", "http://")) else feed.address
    return f"cap-entry:{within}:{name}:{entry.updated}" if feed.way == Way.CAP else f"feed:{within}:{name}"


def _is_fresh(entry: Entry, now: dt.datetime) -> bool:
    says_something = bool(entry.title or entry.text or entry.alert or entry.alert_link)
    return says_something and (entry.published is None or entry.published > now - OLDEST)


def _note_trouble(feed: Feed, trouble: Trouble, now: dt.datetime) -> None:
    before = FeedReading.objects.filter(feed=feed).first()
    _note(feed, now, trouble=trouble, failures=(before.failures if before else 0) + 1)


def _note(feed: Feed, now: dt.datetime, **how_it_went: object) -> None:
    # It may have been removed or given another address meanwhile.
    if rows_of(Feed).filter(pk=feed.pk, row_version=feed.row_version).exists():
        FeedReading.objects.update_or_create(feed=feed, defaults={"tried_at": now, **how_it_went})
