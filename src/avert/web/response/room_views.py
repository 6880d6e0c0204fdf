"""Pages of joint responses: what is being done about a warning, by whom and by when."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.commitments import write_calendar
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.exercises.asked import exercise_asked
from avert.web.records import views as record_views
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import organisations_to_write_for
from avert.web.records.services import append_export, append_list_read
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.response import room_page, selectors, services
from avert.web.response.forms import (
    MEETING_FIELDS,
    ROOM_FIELDS,
    TASK_FIELDS,
    ChangeRoomForm,
    MeetingForm,
    RoomForm,
    TaskForm,
)
from avert.web.response.pages import pages_of_meeting, pages_of_room, pages_of_task, rooms_crumb
from avert.web.site.record_pages import add_page

ON_A_PAGE = 50


@require_safe
def rooms(request: HttpRequest) -> HttpResponse:
    """List what is being done together."""
    viewer, now, exercise = viewer_of(request), timezone.now(), exercise_asked(request)
    found = selectors.rooms_for(viewer, exercise_id=exercise.pk if exercise else None)
    # "open" comes after "closed" in the alphabet.
    page = Paginator(found.order_by("-state", "-created_at", "pk"), ON_A_PAGE).get_page(
        request.GET.get("page", 1)
    )
    append_list_read(kind=_kind(), occasion=occasion_of(request, now=now))
    rows = list(page.object_list)
    table = room_page.list_of(rows, viewer=viewer, real_now=now) if rows else None
    may_write = organisations_to_write_for(viewer, _kind()).exists()
    context = {"page": page, "table": table, "exercise": exercise, "may_write": may_write}
    return render(request, "response/rooms.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask what is to be done about a warning, and who takes part."""
    viewer = viewer_of(request)
    warning = _warning_or_404(request)
    protocols = {one.pk: one for one in selectors.protocols_for(viewer).order_by("title", "pk")}
    form = RoomForm(
        request.POST or None, initial={"place": warning.place, "title": warning.title}, protocols=protocols
    )
    asking = Asking(
        question=_("Who acts together on this warning?"),
        lead=_(
            "The room is for your own organisation and for those that you choose; all of them may add to it."
        ),
        button=_("Open the room"),
        back=rooms_crumb().url,
        crumbs=[rooms_crumb()],
    )

    def write(place: str, **given: Any) -> Any:
        del place  # it lies where the warning does
        return services.open_room(warning=warning, **given)

    then = _address_of_room
    return new_page(request, kind=_kind(), form=form, asking=asking, write=write, then=then)


@require_safe
def room(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show a room: options, tasks, meetings, and how those who take part speak with each other."""
    found = _room_or_404(request, record_id)
    context = room_page.context_of(found, viewer=viewer_of(request), real_now=timezone.now())
    record_views.read(request, found)
    return render(request, "response/room.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change what holds for those who act together."""
    found = _room_or_404(request, record_id)
    return edit_page(request, found, pages_of_room(found), form=ChangeRoomForm, names=ROOM_FIELDS)


@require_safe
def dates(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Send the meetings and tasks of a room for a calendar; above TLP:CLEAR without saying what they are."""
    found, now = _room_or_404(request, record_id), timezone.now()
    items = room_page.dates_of(found, viewer=viewer_of(request))
    append_export(record=found, occasion=occasion_of(request, now=now))
    content = write_calendar(items, now, neutral_title=_("A date to look up"))
    headers = {"Content-Disposition": 'attachment; filename="dates.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new_meeting(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Ask when and where those who act together meet."""
    found = _open_to_add_or_404(request, record_id)
    question, write = (
        _("When and where do we meet, and who comes?"),
        partial(services.add_meeting, room=found),
    )
    form = MeetingForm(request.POST or None)
    return add_page(request, form, question=question, around=pages_of_room(found), write=write)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit_meeting(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change a meeting, or write down what was decided."""
    found = found_or_404(request, "response.meeting", record_id)
    return edit_page(request, found, pages_of_meeting(found), form=MeetingForm, names=MEETING_FIELDS)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new_task(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Ask what is to be done, by whom and by when."""
    found = _open_to_add_or_404(request, record_id)
    question, write = _("What is to be done, by whom and by when?"), partial(services.add_task, room=found)
    form = TaskForm(request.POST or None, initial={"zone": "UTC"})
    return add_page(request, form, question=question, around=pages_of_room(found), write=write)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit_task(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change a task, or say what came of it."""
    found, change = found_or_404(request, "response.task", record_id), services.change_task
    pages, template = pages_of_task(found), "response/edit_task.html"
    return edit_page(
        request, found, pages, form=TaskForm, names=TASK_FIELDS, change=change, template=template
    )


def _kind() -> Any:
    return kind_called("response.room")


def _address_of_room(found: Any) -> str:
    return pages_of_room(found).url


def _room_or_404(request: HttpRequest, record_id: uuid.UUID) -> Any:
    found = selectors.room_for(viewer_of(request), record_id)
    if found is None:
        raise Http404
    return found


def _open_to_add_or_404(request: HttpRequest, record_id: uuid.UUID) -> Any:
    found = _room_or_404(request, record_id)
    if not selectors.may_add_to(person_of(request), found):
        raise PermissionDenied
    return found


def _warning_or_404(request: HttpRequest) -> Any:
    try:
        found = selectors.warning_to_act_on(viewer_of(request), uuid.UUID(request.GET.get("warning", "")))
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found
