"""Which channels are open, and what each may carry."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.errors import InputError
from avert.handling import Marking
from avert.web.alerts.channel import Channel, ChannelSettings
from avert.web.alerts.registry import channels, settings_of
from avert.web.alerts.vocabulary import AfterDoubt
from avert.web.site.tables import Cell, Column, Table

COLUMNS = (
    Column("channel", gettext_lazy("Channel")),
    Column("open", gettext_lazy("Open")),
    Column("marking", gettext_lazy("Carries at most"), is_name=True),
    Column("carries", gettext_lazy("Of a warning it says"), is_text=True),
    Column("doubt", gettext_lazy("What possibly arrived"), is_text=True),
    Column("test", gettext_lazy("Try it")),
)
LOW = gettext_lazy("the kind of event and the country; title and what is asked if marked no higher")
CARRIES = {
    Marking.CLEAR: LOW,
    Marking.GREEN: LOW,
    Marking.AMBER: gettext_lazy(
        "kind of event, place, how likely and how sure; title and what is asked if marked no higher"
    ),
    Marking.AMBER_STRICT: gettext_lazy("all but what is marked TLP:RED"),
    Marking.RED: gettext_lazy("everything"),
}


def channels_table(request: HttpRequest, contacts: list[Any]) -> Table:
    """Return the channels, each open one with a button that tries it on a contact."""
    rows = [_row(channel, request, contacts) for channel in channels().values()]
    return Table(_("Alert channels"), COLUMNS, rows, is_caption_hidden=True)


def _row(channel: Channel, request: HttpRequest, contacts: list[Any]) -> dict[str, Any]:
    try:
        chosen, wrong = settings_of(channel), ""
    except InputError as error:
        chosen, wrong = ChannelSettings(False, channel.most), str(error)
    lowered = chosen.marking < channel.most
    return {
        "channel": str(channel.label),
        "open": Cell(_("yes") if chosen.is_on else _("no"), note=wrong),
        "marking": Cell(str(chosen.marking), note=_("lowered here") if lowered else ""),
        "carries": str(CARRIES[chosen.marking]),
        "doubt": _after_doubt(channel, chosen),
        "test": _test(channel, chosen, request, contacts),
    }


def _after_doubt(channel: Channel, chosen: ChannelSettings) -> str:
    if not chosen.is_on or channel.send is None:
        return "–"
    try:
        return str(AfterDoubt(channel.after_doubt(chosen)).label)
    except InputError:
        return "–"


def _test(channel: Channel, chosen: ChannelSettings, request: HttpRequest, contacts: list[Any]) -> str:
    if not chosen.is_on or channel.address_of is None:
        return "–"
    reached = [contact for contact in contacts if channel.address_of(contact)]
    if not reached:
        return _("no contact of yours has an address for it")
    context = {"channel": channel.name, "label": channel.label, "contacts": reached}
    return render_to_string("alerts/parts/test.html", context, request)
