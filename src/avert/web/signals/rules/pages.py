"""What the pages of rules show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.web.records.naming import Names
from avert.web.records.pages import Pages
from avert.web.records.words import place_name
from avert.web.signals.acting import acting_for, acting_for_all
from avert.web.signals.rules.events import Event
from avert.web.signals.rules.measures import MEASURES
from avert.web.signals.watching_page import left_alone_text, shared_from
from avert.web.site.components import Crumb, Fact
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name

COLUMNS = (
    Column("title", gettext_lazy("Rule"), is_name=True, is_text=True),
    Column("measure", gettext_lazy("What is compared"), is_text=True),
    Column("at_least", gettext_lazy("From")),
    Column("place", gettext_lazy("Place"), is_name=True),
    Column("state", gettext_lazy("State")),
)


def list_crumb() -> Crumb:
    """Return the step to the list."""
    return Crumb(_("Rules"), reverse("signals:rules"))


def pages_of(rule: Any) -> Pages:
    """Return how a rule is called and where its pages are."""
    url, above = reverse("signals:rule", args=[rule.pk]), reverse("signals:rules")
    return Pages(rule.title, url, above, (list_crumb(), Crumb(own_name(rule.title), url)))


def table_of(rules: Sequence[Any], *, viewer: Any) -> Table:
    """Return rules as a table."""
    names, people = Names(viewer), acting_for_all(rules)
    rows = [_row(rule, names, is_alone=people[rule.pk] is None) for rule in rules]
    return Table(_("Rules"), COLUMNS, rows, is_caption_hidden=True)


def facts_of(rule: Any) -> list[Fact]:
    """Return what a rule compares."""
    return [
        Fact(_("What is compared"), _label(rule)),
        Fact(_("From"), _from(rule)),
        Fact(_("State"), _("is applied every day") if rule.is_on else _("switched off")),
    ]


def troubles_of(rule: Any) -> list[str]:
    """Return why a rule raises nothing, if it cannot."""
    return [left_alone_text()] if rule.is_on and acting_for(rule) is None else []


def _row(rule: Any, names: Names, *, is_alone: bool) -> dict[str, Any]:
    working = _("nobody to act for") if is_alone else _("is applied")
    return {
        "title": Cell(rule.title, url=pages_of(rule).url, note=shared_from(rule, names)),
        "measure": _label(rule),
        "at_least": _from(rule),
        "place": place_name(rule.place) or _("all countries"),
        "state": working if rule.is_on else _("switched off"),
    }


def _label(rule: Any) -> Any:
    measure = MEASURES.get(rule.measure)
    if measure and measure.usually:
        return f"{measure.label} ({Event.of(vars(rule)).text})"
    return measure.label if measure else _("a comparison that this version does not know")


def _from(rule: Any) -> str:
    measure = MEASURES.get(rule.measure)
    number = number_format(rule.at_least, decimal_pos=None if rule.at_least % 1 else 0)
    return f"{number} ({measure.unit})" if measure else str(number)
