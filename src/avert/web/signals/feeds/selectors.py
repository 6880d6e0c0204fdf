"""Reading feeds: always for a viewer."""

from __future__ import annotations

from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by
from avert.web.signals.feeds.reading import WAYS
from avert.web.signals.models import Feed, FeedReading
from avert.web.signals.vocabulary import Trouble

FAILS_OFTEN = 3


def feeds_for(viewer: Viewer) -> RecordQuerySet:
    """Return the feeds that the viewer may read, by title, with how their reading went."""
    found: RecordQuerySet = readable_by(viewer, Feed).filter(way__in=WAYS)
    return found.select_related("reading").order_by("title", "pk")


def reading_of(feed: Feed) -> FeedReading | None:
    """Return how the reading of a feed went; None where it was not read yet."""
    return getattr(feed, "reading", None)


def fails_often(feed: Feed) -> bool:
    """Say whether a feed that is on could not be read three times in a row, or not at all for want of a person."""
    reading = reading_of(feed)
    if reading is None or not feed.is_on:
        return False
    return reading.failures >= FAILS_OFTEN or reading.trouble == Trouble.NOBODY
