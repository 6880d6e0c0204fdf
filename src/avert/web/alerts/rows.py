"""Deliveries as the rows of a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.web.alerts.models import Delivery
from avert.web.alerts.registry import channels, open_channels
from avert.web.alerts.services import HAND, SITE
from avert.web.alerts.vocabulary import NOT_ARRIVED, Purpose, State
from avert.web.site.tables import Cell, Column, Table

WHO = Column("who", gettext_lazy("To whom"), is_name=True)
WHAT = Column("what", gettext_lazy("What"), is_name=True, is_text=True)
BY = Column("by", gettext_lazy("By"))
STATE = Column("state", gettext_lazy("How far it came"))
WHEN = Column("when", gettext_lazy("When"), note=gettext_lazy("time in UTC"))
ACT = Column("act", gettext_lazy("What now"))
HUNG_UP = gettext_lazy("the other side hung up before it answered")
NO_ANSWER = gettext_lazy("no server answered there")
REASONS = {
    **dict.fromkeys(("RemoteDisconnected", "SMTPServerDisconnected", "ConnectionResetError"), HUNG_UP),
    **dict.fromkeys(("TimeoutError", "ConnectionRefusedError", "gaierror", "OSError"), NO_ANSWER),
    "Exercise": gettext_lazy("an exercise: nothing leaves the site"),
    "ChannelClosed": gettext_lazy("this channel is not open here"),
    "NoAddress": gettext_lazy("the contact has no address for it"),
    "NoKeyForHost": gettext_lazy("no key is agreed with their system"),
    "PrivateAddress": gettext_lazy("the address lies in a private network"),
    "UnusableAddress": gettext_lazy("the address cannot be used"),
    "TooLong": gettext_lazy("it does not fit into one text message"),
    "GatewayRefusal": gettext_lazy("the gateway refused the number"),
    "WorkerDied": gettext_lazy("the site was interrupted while sending"),
    "Replaced": gettext_lazy("it was replaced or withdrawn before"),
    "Expired": gettext_lazy("its time was over before it could be sent"),
}


def undelivered_table(rows: Iterable[Delivery], request: HttpRequest) -> Table:
    """Return what did not arrive, each with what can be done about it."""
    opened = open_channels()
    said = [
        _row(row) | {"what": _about(row), "act": _buttons(row, row.channel in opened, request)}
        for row in rows
    ]
    return Table(_("What did not arrive"), (WHO, WHAT, BY, STATE, WHEN, ACT), said, is_caption_hidden=True)


def deliveries_table(rows: Iterable[Delivery]) -> Table:
    """Return how one warning was sent, for its own page."""
    columns = (WHO, BY, STATE, WHEN)
    return Table(_("How it was sent"), columns, [_row(row) for row in rows], is_caption_hidden=True)


def channel_label(name: str) -> str:
    """Return what a channel is called, or a way that is none."""
    if name == SITE:
        return _("On this site")
    if name == HAND:
        return _("By hand")
    return str(channels()[name].label) if name in channels() else name


def _row(row: Delivery) -> dict[str, Any]:
    at = row.done_at or row.handed_over_at or row.created_at
    return {
        "who": Cell(_who(row), note=Purpose(row.purpose).label if row.purpose != Purpose.WARNING else ""),
        "by": channel_label(row.channel),
        "state": Cell(State(row.state).label, note=_note(row)),
        "when": date_format(at, "DATETIME_FORMAT"),
    }


def _who(row: Delivery) -> str:
    if row.contact is not None:
        return row.contact.role
    return row.addressee.role if row.addressee is not None else _("Whoever reported")


def _about(row: Delivery) -> Cell:
    if row.addressee is None:
        return Cell(Purpose(row.purpose).label)
    warning = row.addressee.warning
    url = reverse("warnings:warning", args=[warning.pk])
    return Cell(warning.title, url=url, note=_("a life is in danger") if row.is_urgent else "")


def _note(row: Delivery) -> str:
    said = [str(REASONS.get(row.error_class, row.error_class))] if row.error_class else []
    if row.doubts:
        said.append(_("it may have arrived more than once, each time with the same id"))
    return "; ".join(said)


def _buttons(row: Delivery, is_open: bool, request: HttpRequest) -> SafeString | str:
    if row.state not in NOT_ARRIVED:
        return "–"
    context = {"delivery": row, "who": _who(row), "may_send": is_open and row.error_class != "Exercise"}
    return render_to_string("alerts/parts/decide.html", context, request)
