"""What the pages of messages agreed beforehand show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.web.records.pages import Pages
from avert.web.records.words import place_name
from avert.web.site.components import Crumb, Empty, Fact
from avert.web.site.record_pages import frame_of
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name
from avert.web.warnings import selectors
from avert.web.warnings.warning_page import list_crumb

COLUMNS = (
    Column("title", gettext_lazy("Message"), is_name=True, is_text=True),
    Column("event", gettext_lazy("When")),
    Column("place", gettext_lazy("Place"), is_name=True),
    Column("review", gettext_lazy("Look again on")),
    Column("send", gettext_lazy("A life is in danger")),
)


def agreed_crumb() -> Crumb:
    """Return the step to the list of messages agreed beforehand."""
    return Crumb(_("Agreed beforehand"), reverse("warnings:agreed-messages"))


def agreed_pages_of(agreed: Any) -> Pages:
    """Return how a message agreed beforehand is called and where its pages are."""
    url = reverse("warnings:agreed", args=[agreed.pk])
    crumbs = (list_crumb(), agreed_crumb(), Crumb(own_name(agreed.title), url))
    return Pages(agreed.title, url, reverse("warnings:agreed-messages"), crumbs)


def agreed_table(found: Sequence[Any], *, today: dt.date, exercise: Any = None) -> Table:
    """Return the messages as a table, each with the way to send it."""
    asked = f"?exercise={exercise.pk}" if exercise else ""
    rows = [
        {
            "title": Cell(agreed.title, url=reverse("warnings:agreed", args=[agreed.pk]) + asked),
            "event": agreed.get_event_display(),
            "place": Cell(place_name(agreed.place) or "–"),
            "review": Cell(agreed.review_on, note=_("past") if agreed.review_on < today else ""),
            "send": Cell(_("Send"), url=reverse("warnings:send", args=[agreed.pk]) + asked),
        }
        for agreed in found
    ]
    return Table(_("Messages agreed beforehand"), COLUMNS, rows, is_caption_hidden=True)


def context_of(agreed: Any, *, viewer: Any, today: dt.date) -> dict[str, Any]:
    """Return everything that the page of a message agreed beforehand shows to this viewer."""
    return frame_of(agreed, agreed_pages_of(agreed), viewer=viewer) | {
        "agreed": agreed,
        "facts": _facts(agreed),
        "is_past_review": agreed.review_on < today,
        "recipients": selectors.recipients_of(viewer, agreed),
    }


def empty_list() -> Empty:
    """Return what is said while nothing was agreed."""
    return Empty(
        _("Nothing was agreed beforehand"),
        _(
            "When a life is in danger one person may send a message at once, if its words and its recipients "
            "were agreed by day."
        ),
    )


def _facts(agreed: Any) -> list[Fact]:
    return [
        Fact(_("Where"), own_name(place_name(agreed.place)) if agreed.place else _("said when it is sent")),
        Fact(_("To whom it may happen"), own_name(agreed.to_whom)),
        Fact(_("Agreed on"), agreed.agreed_on),
        Fact(_("Look again on"), agreed.review_on),
    ]
