"""Kinds of date to think of, each with why. No date comes with Avert."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class KindOfDate:
    """One kind of date, and why it can set violence off."""

    name: str | Promise
    why: str | Promise


KINDS_OF_DATE = (
    KindOfDate(
        _("Elections and results"),
        _("Campaign, vote, count and the days after: what is contested is decided, and crowds are out."),
    ),
    KindOfDate(
        _("The end of a mandate"),
        _("Of a president, a parliament, a mission: whoever should go may stay, and protection may leave."),
    ),
    KindOfDate(
        _("Trials and verdicts"),
        _("Of leaders, of militia members, of massacres: anger has a day and a place."),
    ),
    KindOfDate(
        _("Commemorations"),
        _("Of massacres, defeats and founders: grievance is told anew, often by both sides."),
    ),
    KindOfDate(
        _("Census, registration, identity papers"),
        _("Who counts and who belongs is settled, and some are left out."),
    ),
    KindOfDate(
        _("Start and end of school"), _("The young come together or have nothing to do; schools are taken.")
    ),
    KindOfDate(_("Harvest and lean season"), _("There is something to take, or nothing to eat.")),
    KindOfDate(
        _("Moving of herds"),
        _("Herders and farmers meet on the same land and water in the same weeks every year."),
    ),
    KindOfDate(_("Dry season"), _("Roads are passable again: for aid, and for columns.")),
    KindOfDate(
        _("Deadlines in agreements"),
        _("Disarmament, withdrawal, return of land: what is not kept by then is broken."),
    ),
    KindOfDate(
        _("Returns, evictions, camp closures"),
        _("People are moved, and what they return to is held by others."),
    ),
    KindOfDate(
        _("Holy days and processions"), _("Routes cross other people's quarters; places of worship are full.")
    ),
    KindOfDate(
        _("Cuts of fuel, bread or aid"), _("Announced for a day: unrest follows, and force against it.")
    ),
)
