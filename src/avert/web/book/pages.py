"""How entries and questions are called, where their pages are, and what an entry's page shows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from avert.web.records.pages import Pages
from avert.web.records.words import place_name
from avert.web.site.components import Crumb, Fact, Tab
from avert.web.site.templatetags.site_parts import own_name

TITLE_LENGTH = 60


def book_crumb() -> Crumb:
    """Return the step to the book."""
    return Crumb(_("Book"), reverse("book:book"))


def questions_crumb() -> Crumb:
    """Return the step to the questions."""
    return Crumb(_("Our own questions"), reverse("book:questions"))


def tabs(route: str) -> list[Tab]:
    """Return the pages of the book, the current one marked."""
    steps = {
        "book": book_crumb(),
        "questions": questions_crumb(),
        "week": Crumb(_("This week in one text"), reverse("book:week")),
        "paper": Crumb(_("On paper"), reverse("book:paper")),
        "safety": Crumb(_("On a shared telephone"), reverse("book:safety")),
    }
    return [Tab(step.label, step.url, is_current=name == route) for name, step in steps.items()]


def title_of(entry: Any) -> str:
    """Return how an entry is called: what it is, on which day, and where."""
    where = entry.where or place_name(entry.place)
    parts = [entry.get_kind_display(), date_format(entry.on, "DATE_FORMAT"), where]
    return ", ".join(filter(None, parts))


def line_of(entry: Any) -> str:
    """Return what an entry is and where, for a list that says the day."""
    where = entry.where or place_name(entry.place)
    return ", ".join(filter(None, [entry.get_kind_display(), where]))


def pages_of_entry(entry: Any) -> Pages:
    """Return how an entry is called and where its pages are."""
    url, above = reverse("book:entry", args=[entry.pk]), book_crumb()
    return Pages(title_of(entry), url, above.url, (above, Crumb(own_name(title_of(entry)), url)))


def pages_of_question(question: Any) -> Pages:
    """Return how a question is called and where its pages are."""
    url, above = reverse("book:question", args=[question.pk]), questions_crumb()
    title = Truncator(question.text).chars(TITLE_LENGTH)
    return Pages(title, url, above.url, (book_crumb(), above, Crumb(own_name(title), url)))


def remains_overdue(entry: Any, today: dt.date) -> bool:
    """Say whether something was to be done by now."""
    is_open = entry.to_do and entry.to_do_done_on is None
    return bool(is_open and entry.to_do_by and entry.to_do_by < today)


def facts_of(entry: Any) -> list[Fact]:
    """Return what is known of an entry besides its texts; what nobody counted is said so."""
    facts = [Fact(_("What"), entry.get_kind_display()), Fact(_("Day"), entry.on)]
    if entry.at:
        facts.append(Fact(_("Time"), f"{entry.at:%H:%M}", entry.zone))
    if entry.where:
        facts.append(Fact(_("Where exactly"), own_name(entry.where)))
    if entry.took_part:
        facts.append(Fact(_("Who took part, as roles"), own_name(entry.took_part)))
    facts += [
        Fact(_("Women"), _counted(entry.women)),
        Fact(_("Men"), _counted(entry.men)),
        Fact(_("Of these, young people"), _counted(entry.youth)),
    ]
    if entry.paper_number:
        facts.append(Fact(_("Number of the paper"), own_name(entry.paper_number)))
    return facts


def _counted(number: int | None) -> int | str:
    return _("not counted") if number is None else number
