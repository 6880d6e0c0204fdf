"""What the pages of feeds show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.web.records.naming import Names
from avert.web.records.pages import Pages
from avert.web.records.words import place_name
from avert.web.signals.acting import acting_for, acting_for_all
from avert.web.signals.feeds.selectors import fails_often, reading_of
from avert.web.signals.vocabulary import About, Trouble, Way
from avert.web.signals.watching_page import left_alone_text, shared_from
from avert.web.signals.words import grade_in_words
from avert.web.site.components import Crumb, Fact
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name

COLUMNS = (
    Column("title", gettext_lazy("Feed"), is_name=True, is_text=True),
    Column("host", gettext_lazy("From"), is_name=True),
    Column("kind", gettext_lazy("Kind")),
    Column("words", gettext_lazy("Only with"), is_name=True),
    Column("place", gettext_lazy("Place"), is_name=True),
    Column("read", gettext_lazy("Last read"), note=gettext_lazy("time in UTC")),
    Column("state", gettext_lazy("State")),
)


def list_crumb() -> Crumb:
    """Return the step to the list."""
    return Crumb(_("Feeds"), reverse("signals:feeds"))


def pages_of(feed: Any) -> Pages:
    """Return how a feed is called and where its pages are."""
    url, above = reverse("signals:feed", args=[feed.pk]), reverse("signals:feeds")
    return Pages(feed.title, url, above, (list_crumb(), Crumb(own_name(feed.title), url)))


def table_of(feeds: Sequence[Any], *, viewer: Any) -> Table:
    """Return feeds as a table."""
    names = Names(viewer)
    return Table(_("Feeds"), COLUMNS, [_row(feed, names) for feed in feeds], is_caption_hidden=True)


def failing(feeds: Sequence[Any]) -> list[dict[str, str]]:
    """Return the feeds that bring nothing any longer, with why."""
    people = acting_for_all(feeds)
    return [
        {"title": feed.title, "text": text, "url": pages_of(feed).url}
        for feed in feeds
        if (text := _failure(feed, is_alone=feed.is_on and people[feed.pk] is None))
    ]


def facts_of(feed: Any) -> list[Fact]:
    """Return what a feed does, and how its reading went."""
    reading = reading_of(feed)
    left_out = reading.left_out if reading else 0
    waiting = _("{count} entries wait for the next reading.").format(count=left_out) if left_out else ""
    return [
        Fact(_("Address"), own_name(feed.address), _("Not a link, so that nobody follows it by mistake.")),
        Fact(_("Kind"), Way(feed.way).label),
        Fact(
            _("Only with one of these words"),
            own_name(feed.words) if feed.words else _("everything is taken in"),
        ),
        Fact(_("What its reports tell of"), About(feed.about).label, _("Until somebody has read them.")),
        Fact(_("Grade of what it brings"), grade_in_words(feed.grade)),
        Fact(_("Last read"), _moment(reading), waiting),
        Fact(_("State"), _state(feed)),
    ]


def troubles_of(feed: Any) -> list[str]:
    """Return what keeps a feed from being read, said from the first failure on."""
    if feed.is_on and acting_for(feed) is None:
        return [left_alone_text()]
    reading = reading_of(feed)
    if reading is None or not reading.trouble:
        return []
    return [_said_of(reading)]


def _failure(feed: Any, *, is_alone: bool) -> str:
    if is_alone:
        return left_alone_text()
    return _said_of(reading_of(feed)) if fails_often(feed) else ""


def _said_of(reading: Any) -> str:
    return _("{trouble}. It has failed {count} times in a row; it is tried again by itself.").format(
        trouble=Trouble(reading.trouble).label, count=reading.failures
    )


def _row(feed: Any, names: Names) -> dict[str, Any]:
    return {
        "title": Cell(feed.title, url=pages_of(feed).url, note=shared_from(feed, names)),
        "host": urlsplit(feed.address).hostname or "–",
        "kind": Way(feed.way).label,
        "words": feed.words or _("everything"),
        "place": place_name(feed.place) or "–",
        "read": _moment(reading_of(feed)),
        "state": _state(feed),
    }


def _moment(reading: Any) -> str:
    if reading is None or reading.read_at is None:
        return _("not yet")
    return date_format(reading.read_at, "DATETIME_FORMAT")


def _state(feed: Any) -> str:
    if not feed.is_on:
        return _("switched off")
    reading = reading_of(feed)
    return _("cannot be read") if reading and reading.trouble else _("is read")
