"""What the pages of joint responses show."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from avert.commitments import CalendarItem
from avert.web.commitments.selectors import commitments_about
from avert.web.exercises.selectors import exercise_shown, now_in
from avert.web.records.audiences import sharing_of
from avert.web.records.naming import Names
from avert.web.records.pages import who_has_seen_url
from avert.web.records.selectors import is_writable, writable_by
from avert.web.response import invitation_page, selectors
from avert.web.response.pages import pages_of_room, rooms_crumb
from avert.web.response.vocabulary import TaskState
from avert.web.site.components import Crumb, Fact
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import marking, own_name
from avert.web.warnings.course_rows import deadline_at
from avert.web.warnings.course_words import local_time
from avert.web.warnings.warning_page import pages_of


def context_of(room: Any, *, viewer: Any, real_now: dt.datetime) -> dict[str, Any]:
    """Return everything that the page of a room shows to this viewer."""
    names, now = Names(viewer), now_in(room.exercise, real_now)
    tasks, meetings = (found(viewer, [room.pk]) for found in (selectors.tasks_in, selectors.meetings_in))
    protocol = selectors.protocols_for(viewer).filter(pk=room.protocol_id).first()
    may_add = selectors.may_add_to(viewer, room)
    return {
        "crumbs": [rooms_crumb()],
        "pages": pages_of_room(room),
        "room": room,
        "exercise": exercise_shown(viewer, room.exercise_id),
        "facts": _facts(room, names, viewer),
        "options": selectors.options_of(viewer, protocol.pk) if protocol else [],
        "protocol": protocol,
        "has_hidden_protocol": room.protocol_id is not None and protocol is None,
        "tasks": _tasks(tasks, viewer, names, now) if tasks else None,
        "meetings": [_meeting(one) for one in meetings],
        "own_meetings": _own(viewer, meetings),
        "commitments": commitments_about(viewer, room.pk),
        "commit_url": _commit_url(room) if may_add else "",
        **invitation_page.context_of(room, viewer=viewer, today=now.date()),
        "may_add": may_add,
        "is_writable": is_writable(room, viewer=viewer),
        "who_has_seen_url": who_has_seen_url(room, viewer=viewer),
        "taking_part": names.list_of(sharing_of(room.audience_id)),
    }


def list_of(rooms: Sequence[Any], *, viewer: Any, real_now: dt.datetime) -> Table:
    """Return rooms as a table, with how far their tasks are."""
    of: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for task in selectors.tasks_in(viewer, [room.pk for room in rooms]):
        of[task.room_id].append(task)
    columns = (
        Column("room", _("Response"), is_name=True),
        Column("state", _("State")),
        Column("open", _("Tasks to be done"), is_number=True),
        Column("overdue", _("Overdue"), is_number=True),
    )
    rows = [_room_row(room, of[room.pk], now_in(room.exercise, real_now)) for room in rooms]
    return Table(_("Responses"), columns, rows, is_caption_hidden=True)


def dates_of(room: Any, *, viewer: Any) -> list[CalendarItem]:
    """Return the meetings and tasks of a room as dates for a calendar."""
    found = []
    for meeting in selectors.meetings_in(viewer, [room.pk]):
        at = deadline_at(meeting.at, meeting.zone)
        if at is not None:
            found.append(
                CalendarItem(meeting.calendar_uid, at, meeting.where, meeting.marking, is_task=False)
            )
    for task in selectors.tasks_in(viewer, [room.pk]):
        due = deadline_at(task.due, task.zone)
        if due is not None and task.state != TaskState.DROPPED:
            is_done = task.state == TaskState.DONE
            found.append(CalendarItem(task.calendar_uid, due, task.what, task.marking, is_done=is_done))
    return found


def panel(warning: Any, viewer: Any, now: dt.datetime) -> dict[str, Any]:
    """Return what is done together about a warning, for the warning's own page."""
    del now  # a panel is given the time; this one tells none
    rooms = [(room, pages_of_room(room).url) for room in selectors.rooms_of(viewer, warning)]
    url = (
        f"{reverse('response:new-room')}?warning={warning.pk}" if selectors.may_open(viewer, warning) else ""
    )
    return {"rooms_part": "response/parts/rooms.html", "rooms": rooms, "open_room_url": url}


def _facts(room: Any, names: Names, viewer: Any) -> list[Fact]:
    can_read = selectors.is_warning_readable(viewer, room.warning_id)
    link = Crumb(own_name(room.warning.title), pages_of(room.warning).url) if can_read else None
    return [
        *([Fact(_("Warning"), link)] if link else []),
        Fact(_("State"), room.get_state_display()),
        Fact(_("Kept by"), own_name(names.organisation(room.owner_id))),
        Fact(_("Marking"), marking(room.marking)),
    ]


def _commit_url(room: Any) -> str:
    asked = {"about": room.pk, "place": room.place, "exercise": room.exercise_id}
    return f"{reverse('commitments:new')}?{urlencode({name: text for name, text in asked.items() if text})}"


def _tasks(tasks: Sequence[Any], viewer: Any, names: Names, now: dt.datetime) -> Table:
    own = _own(viewer, tasks)
    columns = (
        Column("what", _("What is to be done"), is_name=True, is_text=True),
        Column("who", _("By whom"), is_name=True),
        Column("due", _("By when")),
        Column("state", _("State")),
    )
    rows = [
        {
            "what": Cell(task.what, reverse("response:edit-task", args=[task.pk]) if task.pk in own else ""),
            "who": Cell(task.who, note=_("written by {who}").format(who=names.organisation(task.owner_id))),
            "due": Cell(
                local_time(task.due, task.zone) if task.due else _("no date"),
                note=_("overdue") if _is_overdue(task, now) else "",
            ),
            "state": Cell(task.get_state_display(), note=task.reason),
        }
        for task in tasks
    ]
    return Table(_("Tasks"), columns, rows, is_caption_hidden=True)


def _room_row(room: Any, tasks: Sequence[Any], now: dt.datetime) -> dict[str, Any]:
    return {
        "room": Cell(room.title, pages_of_room(room).url),
        "state": room.get_state_display(),
        "open": sum(task.state == TaskState.OPEN for task in tasks),
        "overdue": sum(_is_overdue(task, now) for task in tasks),
    }


def _is_overdue(task: Any, now: dt.datetime) -> bool:
    return task.state == TaskState.OPEN and task.due is not None and task.due < now


def _meeting(meeting: Any) -> dict[str, Any]:
    return {"row": meeting, "when": local_time(meeting.at, meeting.zone)}


def _own(viewer: Any, records: Sequence[Any]) -> set[uuid.UUID]:
    if not records:
        return set()
    found = writable_by(viewer, type(records[0])).filter(pk__in=[record.pk for record in records])
    return set(found.values_list("pk", flat=True))
