"""What the pages of processes and of requests to connect show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avert.web.assessment.models import ConnectionAnswer
from avert.web.assessment.pages import pages_of
from avert.web.assessment.voices import selectors
from avert.web.assessment.voices.pages import pages_of_connection, pages_of_process
from avert.web.records.naming import Names
from avert.web.records.policy import may_create
from avert.web.records.words import place_name
from avert.web.site.components import Fact
from avert.web.site.record_pages import frame_of
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name, value


def table_of(processes: Sequence[Any], *, viewer: Any, today: dt.date) -> Table:
    """Return processes as a table."""
    columns = (
        Column("what", _("Process"), is_name=True),
        Column("who", _("Run by"), is_name=True),
        Column("level", _("Level")),
        Column("where", _("Where"), is_name=True),
        Column("cycle", _("How often")),
        Column("next", _("Next time")),
    )
    names = Names(viewer)
    rows = [
        {
            "what": Cell(one.title, pages_of_process(one).url),
            "who": _run_by(one, names),
            "level": one.get_level_display(),
            "where": place_name(one.place) or "–",
            "cycle": _cycle(one),
            "next": _next(one, today),
        }
        for one in processes
    ]
    return Table(_("Processes"), columns, rows, is_caption_hidden=True)


def context_of(process: Any, *, viewer: Any, today: dt.date) -> dict[str, Any]:
    """Return everything that the page of a process shows to this viewer."""
    names = Names(viewer)
    connections = selectors.connections_to(viewer, process)
    answers = selectors.answers_to(viewer, [one.pk for one in connections])
    made = selectors.assessments_in(viewer, process)
    is_own = process.owner_id in names.own
    return {
        **frame_of(process, pages_of_process(process), viewer=viewer),
        "facts": _facts(process, names, today),
        "made": [
            {"title": one.title, "level": one.get_level_display(), "url": pages_of(one).url} for one in made
        ],
        "connections": _connections(connections, answers, names) if connections else None,
        "may_ask": not is_own and selectors.may_ask_for(viewer, process).exists(),
    }


def connection_context(connection: Any, *, viewer: Any) -> dict[str, Any]:
    """Return everything that the page of a request to connect shows to this viewer."""
    names, process = Names(viewer), connection.process
    readable = selectors.process_for(viewer, process.pk)
    answers = selectors.answers_to(viewer, [connection.pk])[connection.pk]
    return {
        **frame_of(connection, pages_of_connection(connection), viewer=viewer),
        "asker": names.organisation(connection.owner_id),
        "asked": names.organisation(process.owner_id),
        "process": {"title": readable.title, "url": pages_of_process(readable).url} if readable else None,
        "answers": answers,
        "may_answer": may_answer(connection, viewer=viewer),
    }


def may_answer(connection: Any, *, viewer: Any) -> bool:
    """Say whether the viewer writes for the organisation whose process it is."""
    owner_id = connection.process.owner_id
    return may_create(viewer, ConnectionAnswer, owner_id=owner_id, place=connection.place)


def _facts(process: Any, names: Names, today: dt.date) -> list[Fact]:
    return [
        Fact(_("Run by"), own_name(_run_by(process, names))),
        Fact(_("Level"), process.get_level_display()),
        Fact(_("How often"), _cycle(process)),
        Fact(_("Last done"), value(process.latest_on) if process.latest_on else _("nobody wrote down when")),
        Fact(_("Next time"), _next(process, today).text, _next(process, today).note),
        Fact(
            _("Whom to contact"),
            own_name(process.contact_role) if process.contact_role else _("ask to connect here"),
        ),
    ]


def _connections(connections: Sequence[Any], answers: Any, names: Names) -> Table:
    columns = (
        Column("on", _("Asked on")),
        Column("who", _("Who asks"), is_name=True),
        Column("why", _("Why"), is_text=True),
        Column("answer", _("Answer")),
    )
    rows = [
        {
            "on": Cell(value(one.created_at.date()), pages_of_connection(one).url),
            "who": names.organisation(one.owner_id),
            "why": own_name(one.why),
            "answer": answers[one.pk][0].get_reply_display() if answers[one.pk] else _("not answered yet"),
        }
        for one in connections
    ]
    return Table(_("Requests to connect"), columns, rows, is_caption_hidden=True)


def _run_by(process: Any, names: Names) -> str:
    return process.run_by or names.organisation(process.owner_id)


def _cycle(process: Any) -> str:
    if not process.cycle_months:
        return _("as needed")
    said = ngettext("every month", "every {number} months", process.cycle_months)
    return said.format(number=process.cycle_months)


def _next(process: Any, today: dt.date) -> Cell:
    if process.next_on is None:
        return Cell(_("no day set"))
    return Cell(value(process.next_on), note=_("past") if process.next_on < today else "")
