"""Cases in which the number is set beside what is known of the place: high, low, and where it said little."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Case:
    """A place, the year of predictors before the case, what followed, and the replay of it where there is one."""

    place: str
    origin: int
    title: Promise
    about: Promise
    replay: str = ""


CASES = (
    Case(
        "gw:501",
        2006,
        _("Kenya, before the election of 2007"),
        _(
            "Ranked below the list. After the vote more than a thousand people were killed within two months. The list "
            "of events has no mass killing in Kenya, so that the table counts this as a year without an onset: the "
            "model was not wrong by its own definition, and it would not have told anybody to look there. People on "
            "the spot did."
        ),
        "kenya_2007_2010",
    ),
    Case(
        "gw:420",
        2015,
        _("The Gambia, before the crisis of 2016–17"),
        _(
            "Ranked far below the list. The president refused to go after he had lost the vote; neighbours threatened "
            "force, diplomacy brought him to leave, and there was no mass violence. A low rank said nothing of the "
            "crisis, nor of what ended it."
        ),
    ),
    Case(
        "gw:452",
        2015,
        _("Ghana, before the election of 2016"),
        _(
            "A control to Kenya: many local warnings, and structures that could act on them. No onset followed."
        ),
        "ghana_2016",
    ),
    Case(
        "gw:775",
        2015,
        _("Myanmar, before the killings and expulsions of 2016–17"),
        _("An onset followed that the list dates to 2016. Expulsion itself is not in the number."),
        "myanmar_2012_2017",
    ),
    Case(
        "gw:626",
        2012,
        _("South Sudan, before December 2013"),
        _("Onsets followed that the list dates to 2013. The trigger was political and came within days."),
        "south_sudan_2013",
    ),
)
