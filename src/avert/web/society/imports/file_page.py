"""What the page of a file shows: what would be new, changed or left, and what is wrong with which row."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from avert.society.imports import Import, Problem
from avert.web.records.pages import Pages
from avert.web.site import sheets
from avert.web.site.components import Crumb, Fact
from avert.web.site.tables import Column, Table
from avert.web.site.templatetags.site_parts import own_name
from avert.web.society.imports.forms import FORMS
from avert.web.society.imports.planning import Plan, Sorted
from avert.web.society.imports.reading import Form
from avert.web.society.pages import society_crumb
from avert.web.society.vocabulary import KINDS, LEVELS, SECTORS, Consent

SHOWN, PROBLEMS_SHOWN = 20, 50
COUNTS = (
    Column("what", gettext_lazy("What")),
    Column("new", gettext_lazy("New"), is_number=True),
    Column("changed", gettext_lazy("Changed"), is_number=True),
    Column("unchanged", gettext_lazy("As it is here"), is_number=True),
    Column("here", gettext_lazy("Changed here since"), is_number=True, note=gettext_lazy("stays as it is")),
)
PROBLEMS = (
    Column("row", gettext_lazy("Row"), is_name=True),
    Column("column", gettext_lazy("Column"), is_name=True),
    Column("what", gettext_lazy("What is wrong, and what to do"), is_text=True),
    Column("stops", gettext_lazy("Must be mended")),
)
STRUCTURES = (
    Column("name", gettext_lazy("Name"), is_name=True),
    Column("kind", gettext_lazy("Kind")),
    Column("sector", gettext_lazy("Sector")),
    Column("level", gettext_lazy("Level")),
    Column("consent", gettext_lazy("Consent to be listed")),
)
MESSAGES = [sheets.Column(name, "") for name in ("row", "column", "what_to_do", "must_be_mended")]


def above() -> Crumb:
    """Return the step to where files are handed in."""
    return Crumb(_("Take in what others know"), reverse("society:imports"))


def pages_of(file: Any) -> Pages:
    """Return how a file is called and where its pages are."""
    url = reverse("society:import", args=[file.pk])
    crumbs = (society_crumb(), above(), Crumb(own_name(file.name), url))
    return Pages(file.name, url, above().url, crumbs)


def context_of(file: Any, found: Import, plan: Plan) -> dict[str, Any]:
    """Return what taking in a file would do."""
    problems = sorted(found.problems, key=lambda one: (not one.is_fatal, one.row))
    new = plan.structures.new
    kept = [one for one in plan.structures.changed_here if one.merged_into_id is None]
    return {
        "is_fatal": found.is_fatal,
        "is_nothing_new": plan.is_nothing_new,
        "table": Table(_("What it would do"), COUNTS, _counts(plan), is_caption_hidden=True),
        "facts": _facts(file, found),
        "problems": Table(
            _("What is wrong with which row"),
            PROBLEMS,
            [_problem(one) for one in problems[:PROBLEMS_SHOWN]],
            is_caption_hidden=True,
        ),
        "problem_count": len(problems),
        "more": max(0, len(problems) - PROBLEMS_SHOWN),
        "kept": [(one.name, reverse("society:structure", args=[one.pk])) for one in kept[:SHOWN]],
        "structures": Table(
            _("The first new structures"),
            STRUCTURES,
            [_structure(one) for one in new[:SHOWN]],
            is_caption_hidden=True,
        ),
        "not_asked": sum(one.consent == Consent.NOT_ASKED for one in new),
    }


def messages_sheet(found: Import) -> str:
    """Return what is wrong with which row, as CSV in which nothing can act as a formula."""
    rows = (
        {
            "row": one.row or None,
            "column": one.column,
            "what_to_do": _(one.message),
            "must_be_mended": one.is_fatal,
        }
        for one in found.problems
    )
    return sheets.sheet(MESSAGES, rows)


def taken_in(plan: Plan | None) -> str:
    """Return what is said when a file was taken in."""
    if plan is None or plan.is_nothing_new:
        return _("All of it was here already. Nothing was changed, and the file was removed.")
    count = sum(len(one.new) + len(one.changed) for one in (plan.structures, plan.activities, plan.ties))
    return ngettext(
        "One entry was taken in, and the file removed.",
        "%(count)s entries were taken in, and the file removed.",
        count,
    ) % {"count": count}


def _counts(plan: Plan) -> list[dict[str, Any]]:
    rows = {
        _("Structures"): plan.structures,
        _("What they do"): plan.activities,
        _("Ties between them"): plan.ties,
    }
    return [{"what": label, **_numbers(found)} for label, found in rows.items()]


def _numbers(found: Sorted) -> dict[str, int]:
    return {
        "new": len(found.new),
        "changed": len(found.changed),
        "unchanged": found.unchanged,
        "here": len(found.changed_here),
    }


def _facts(file: Any, found: Import) -> list[Fact]:
    ignored = ", ".join(found.ignored_columns)
    return [
        Fact(_("Read as"), FORMS[Form(file.form)]),
        Fact(_("Rows or activities read"), found.rows_read),
        Fact(
            _("Columns that are left out"),
            own_name(ignored) if ignored else _("none"),
            _("Nothing of them is kept. Names and numbers of persons do not belong here."),
        ),
    ]


def _problem(one: Problem) -> dict[str, Any]:
    return {
        "row": str(one.row) if one.row else _("whole file"),
        "column": one.column or "–",
        "what": _(one.message),
        "stops": _("yes") if one.is_fatal else _("no"),
    }


def _structure(one: Any) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": KINDS.get(one.kind, _("not known")),
        "sector": SECTORS.get(one.sector, _("not known")),
        "level": LEVELS.get(one.level, _("not known")),
        "consent": Consent(one.consent).label,
    }
