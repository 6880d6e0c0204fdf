"""How protocols, rooms and what is in them are called, and where their pages are."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from avert.web.records.pages import Pages
from avert.web.site.components import Crumb
from avert.web.site.templatetags.site_parts import own_name


def rooms_crumb() -> Crumb:
    """Return the step to the list of rooms."""
    return Crumb(_("Response"), reverse("response:rooms"))


def protocols_crumb() -> Crumb:
    """Return the step to the list of protocols."""
    return Crumb(_("Protocols"), reverse("response:protocols"))


def pages_of_room(room: Any) -> Pages:
    """Return how a room is called and where its pages are."""
    above, url = rooms_crumb(), reverse("response:room", args=[room.pk])
    return Pages(room.title, url, above.url, (above, Crumb(own_name(room.title), url)))


def pages_of_protocol(protocol: Any) -> Pages:
    """Return how a protocol is called and where its pages are."""
    above, url = protocols_crumb(), reverse("response:protocol", args=[protocol.pk])
    return Pages(protocol.title, url, above.url, (rooms_crumb(), above, Crumb(own_name(protocol.title), url)))


def pages_of_part(title: str, around: Pages) -> Pages:
    """Return the pages of a part, which has no page but that of its whole."""
    return Pages(title, around.url, around.url, around.crumbs)


def pages_of_option(option: Any) -> Pages:
    """Return how an option is called and where it is shown."""
    return pages_of_part(option.what[:80], pages_of_protocol(option.protocol))


def pages_of_rehearsal(rehearsal: Any) -> Pages:
    """Return how a rehearsal is called and where it is shown."""
    return pages_of_part(
        _("Rehearsal of {day}").format(day=date_format(rehearsal.on)), pages_of_protocol(rehearsal.protocol)
    )


def pages_of_meeting(meeting: Any) -> Pages:
    """Return how a meeting is called and where it is shown."""
    day = date_format(meeting.at.astimezone(ZoneInfo(meeting.zone)).date())
    return pages_of_part(_("Meeting of {day}").format(day=day), pages_of_room(meeting.room))


def pages_of_task(task: Any) -> Pages:
    """Return how a task is called and where it is shown."""
    return pages_of_part(task.what, pages_of_room(task.room))


def pages_of_invitation(invitation: Any) -> Pages:
    """Return what an invitation is called, never by whom it is for, and where it is shown."""
    return pages_of_part(_("Invitation"), pages_of_room(invitation.room))
