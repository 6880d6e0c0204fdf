"""What the pages of an exercise show."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from avert.replays import Item, Replay
from avert.web.assessment import pages as assessment_pages
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import day_known
from avert.web.records.naming import Names
from avert.web.records.pages import Pages
from avert.web.records.selectors import is_writable
from avert.web.replays.exercises.debriefs import Happening
from avert.web.replays.exercises.entering import assessment_of, readings_waiting
from avert.web.replays.exercises.forms import MoveOnForm
from avert.web.replays.exercises.registering import may_enter_structures, structures_waiting
from avert.web.replays.exercises.services import can_be_taken_in, known_in
from avert.web.replays.known_page import items_table
from avert.web.replays.words import english, word
from avert.web.site.components import Crumb
from avert.web.site.navigation import url_or_empty
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import marking, own_name


def list_crumb() -> Crumb:
    """Return the step to the list."""
    return Crumb(_("Exercises"), reverse("exercises:exercises"))


def pages_of(exercise: Any) -> Pages:
    """Return how an exercise is called and where its pages are."""
    url, above = reverse("exercises:exercise", args=[exercise.pk]), reverse("exercises:exercises")
    return Pages(exercise.title, url, above, (list_crumb(), Crumb(own_name(exercise.title), url)))


def list_context(exercises: list[Exercise], viewer: Any) -> dict[str, Any]:
    """Return what the list of exercises shows."""
    names = Names(viewer)
    columns = (
        Column("title", _("Exercise"), is_name=True),
        Column("clock", _("Its clock stands at")),
        Column("owner", _("Kept by"), is_name=True),
        Column("marking", _("Marking")),
    )
    rows = [
        {
            "title": Cell(each.title, url=pages_of(each).url),
            "clock": each.clock.date(),
            "owner": own_name(names.organisation(each.owner_id)),
            "marking": marking(each.marking),
        }
        for each in exercises
    ]
    return {"table": Table(_("Exercises"), columns, rows, is_caption_hidden=True) if rows else None}


def exercise_context(exercise: Exercise, *, viewer: Any, taken: set[str]) -> dict[str, Any]:
    """Return what the page of an exercise shows: never more than is known where its clock stands."""
    known, writable = known_in(exercise), is_writable(exercise, viewer=viewer)
    day = day_known(exercise.clock)
    new = known.new_on(day) if known else None
    return {
        "exercise": exercise,
        "pages": pages_of(exercise),
        "crumbs": [list_crumb()],
        "day": day,
        "is_writable": writable,
        "form": MoveOnForm(exercise=exercise) if writable else None,
        "waiting": _waiting(known, taken) if known else [],
        "news": _table(new, _("What became known on this day")) if new else None,
        "questions": new.of_family("question") if new else (),
        "rooms": _rooms(exercise),
        "readings_waiting": len(readings_waiting(exercise)),
        "assessment": assessment_crumb(exercise, viewer),
        "structures_waiting": may_enter_structures(exercise, viewer=viewer) and structures_waiting(exercise),
    }


def assessment_crumb(exercise: Exercise, viewer: Any) -> Crumb | None:
    """Return where the readings of an exercise were entered, if they were."""
    found = assessment_of(exercise, viewer=viewer)
    return Crumb(own_name(found.title), assessment_pages.pages_of(found).url) if found else None


def debrief_context(exercise: Exercise, happenings: list[Happening]) -> dict[str, Any]:
    """Return the course of an exercise beside that of the case, day by day."""
    known = known_in(exercise)
    columns = (
        Column("day", _("Day")),
        Column("known", _("What became known then"), is_text=True),
        Column("done", _("What this exercise did"), is_text=True),
        Column("recorded", _("What is recorded as done in the case"), is_text=True),
    )
    rows = [
        {
            "day": each.day,
            "known": _lines(each.known),
            "done": _lines(each.done),
            "recorded": _lines(each.recorded),
        }
        for each in happenings
    ]
    return {
        "exercise": exercise,
        "known": known,
        "table": Table(_("Day by day"), columns, rows, is_caption_hidden=True) if rows else None,
        "pages": pages_of(exercise),
        "crumbs": pages_of(exercise).crumbs,
    }


def _lines(lines: tuple[str, ...]) -> str:
    return format_html("{}", " · ".join(lines)) if lines else "–"


def _waiting(known: Replay, taken: set[str]) -> list[dict[str, Any]]:
    return [
        {"id": item.id, "text": item.text, "says": _by(item), "known": item.known}
        for item in reversed(known.items)
        if can_be_taken_in(item) and item.id not in taken
    ]


def _by(item: Item) -> str:
    who = getattr(item, "reporter", "") or getattr(item, "issued_by", "")
    channel = word(item.channel) if hasattr(item, "channel") else word(item.kind)
    return format_html("{}: {}", channel, english(f"{who}, {item.where}" if item.where else who))


def _table(replay: Replay, caption: str) -> Table:
    return items_table(caption, replay.items, {source.id: source for source in replay.sources})


def _rooms(exercise: Exercise) -> list[Crumb]:
    """Return where the exercise's own signals, warnings and asks are."""
    rooms = (
        (_("Assessments of this exercise"), url_or_empty("assessment:assessments")),
        (_("Peace structures of this exercise"), url_or_empty("society:structures")),
        (_("Signals of this exercise"), url_or_empty("signals:signals")),
        (_("Warnings of this exercise"), url_or_empty("warnings:warnings")),
        (_("What is asked of us in it"), url_or_empty("warnings:asked-of-us")),
        (_("What comes when in it"), url_or_empty("response:calendar")),
    )
    return [Crumb(label, f"{url}?exercise={exercise.pk}") for label, url in rooms if url]
