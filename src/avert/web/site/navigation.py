"""The words of the main navigation. A word appears once its page exists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SEARCH_ROUTE = "search"


@dataclass(frozen=True)
class Word:
    """One entry: the route it leads to, what it is called and what one finds there."""

    route: str
    label: str | Promise
    about: str | Promise
    is_for_members: bool = False  # strangers are not told that there is such a page


WORDS = (
    Word("today:today", _("Today"), _("What needs us now."), is_for_members=True),
    Word("world", _("World"), _("Where mass violence is most likely to begin, and how sure that is.")),
    Word("signals:signals", _("Signals"), _("What came in, and what to look at first."), is_for_members=True),
    Word(
        "warnings:warnings",
        _("Warnings"),
        _("Which are out, and what was made of them."),
        is_for_members=True,
    ),
    Word(
        "assessment:assessments",
        _("Assessments"),
        _("How a situation is judged, by whom, and where they differ."),
        is_for_members=True,
    ),
    Word(
        "society:structures",
        _("Peace structures"),
        _("Who works for peace where, how they are linked, and what is missing."),
        is_for_members=True,
    ),
    Word("response:rooms", _("Response"), _("What is being done, by whom."), is_for_members=True),
    Word("book:book", _("Book"), _("What happened here, and what we did."), is_for_members=True),
    Word(
        "commitments:commitments",
        _("Commitments"),
        _("Who promised what, and was it kept?"),
        is_for_members=True,
    ),
    Word("contacts:contacts", _("Contacts"), _("Whom to reach, and how."), is_for_members=True),
    Word("scorecard:scorecard", _("Scorecard"), _("How well warning and response go."), is_for_members=True),
    Word("notes:notes", _("Notes"), _("What people know that is in no dataset."), is_for_members=True),
    Word(
        "exercises:exercises", _("Exercises"), _("Real cases worked through together."), is_for_members=True
    ),
    Word("risk", _("Risk"), _("How risks are ranked, how good that is, and what it was worth.")),
    Word(
        "forecasts", _("Forecasts"), _("How many deaths the months to come may bring, and how sure that is.")
    ),
    Word("data", _("Data"), _("What the figures are computed from: releases, dates, licences, gaps.")),
    Word(
        "frameworks:frameworks",
        _("Frameworks"),
        _("What assessments ask, where it is from, and which of it is measured."),
    ),
    Word("replays:replays", _("Replays"), _("Real cases day by day, with only what was known.")),
)
# More words than this are a list to read, not a choice: the rest waits behind one of their own.
MOST_AT_ONCE = 4


@dataclass(frozen=True)
class Entry:
    """A word whose page exists here."""

    word: Word
    url: str
    is_current: bool


def entries(request: HttpRequest) -> list[Entry]:
    """Return the words that have a page, and which one the reader is in."""
    # A request that is refused before anyone asked who sends it has no user.
    is_member = hasattr(request, "user") and request.user.is_authenticated
    found = [(word, url_or_empty(word.route)) for word in WORDS if is_member or not word.is_for_members]
    pages = [(word, url) for word, url in found if url]
    # Of pages that lie below one another the nearest is where the reader is.
    here = max((url for _word, url in pages if request.path.startswith(url)), key=len, default="")
    return [Entry(word, url, url == here) for word, url in pages]


def folded(entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Return the entries to show at once, and those that wait behind "More"."""
    return (entries, []) if len(entries) <= MOST_AT_ONCE else (entries[:MOST_AT_ONCE], entries[MOST_AT_ONCE:])


def url_or_empty(route: str, *args: Any) -> str:
    """Return the address of a route, or nothing while no app provides it."""
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""
