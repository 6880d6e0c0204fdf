"""How editions are called, and what their pages show."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from avert.assessment.editions import SUFFIX
from avert.web.assessment.editions import keys
from avert.web.assessment.editions.contents import Contents
from avert.web.assessment.editions.selectors import Checked, Fault, checked, editions_of
from avert.web.assessment.editions.words import PARTS
from avert.web.assessment.pages import pages_of, tabs_of
from avert.web.exercises.selectors import exercise_shown
from avert.web.records.naming import Names
from avert.web.records.pages import Pages
from avert.web.site.components import Crumb, Fact
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name

FAULTS = {
    Fault.ALTERED: gettext_lazy("What is stored was altered after it was signed, so nothing in it is shown."),
    Fault.ANOTHER_KEY: gettext_lazy(
        "A key signed it that is not kept here as its organisation's, so nothing in it is shown."
    ),
}


def title_of(row: Any) -> str:
    """Return what an edition is called."""
    return _("Edition of {day} UTC").format(day=date_format(row.made_at, "DATETIME_FORMAT"))


def pages_of_edition(row: Any) -> Pages:
    """Return how an edition is called and where its pages are."""
    above, title = pages_of(row.assessment), title_of(row)
    url = reverse("assessment:edition", args=[row.pk])
    listed = reverse("assessment:editions", args=[row.assessment_id])
    crumbs = (*above.crumbs, Crumb(_("Editions"), listed), Crumb(title, url))
    return Pages(title, url, listed, crumbs)


def file_name(row: Any) -> str:
    """Return what its file is called: nothing that says of what or whose it is."""
    return f"{row.digest[:12]}{SUFFIX}"


def list_context(assessment: Any, *, viewer: Any, may_freeze: bool) -> dict[str, Any]:
    """Return what the list of editions shows; each is checked when it is opened."""
    names, rows = Names(viewer), list(editions_of(viewer, assessment))
    return {
        **around(assessment, viewer),
        "tabs": tabs_of(assessment, "editions"),
        "table": _listed(rows, names) if rows else None,
        "may_freeze": may_freeze,
    }


def signature_context(row: Any, *, viewer: Any, may_replace: bool) -> dict[str, Any]:
    """Return who signed an edition and how that is checked elsewhere."""
    found = checked(row)
    in_use = keys.fingerprint_in_use(row.owner_id)
    pages = pages_of_edition(row)
    return {
        "pages": pages,
        "crumbs": pages.crumbs,
        "record": row,
        "fault": FAULTS[found.fault] if found.fault else "",
        "facts": _signed(row, found, Names(viewer), in_use),
        "command": f'avert edition verify {file_name(row)} --fingerprint "{grouped(row.fingerprint)}"',
        "in_use": in_use,
        "may_replace": may_replace and bool(in_use),
    }


def freeze_context(assessment: Any, contents: Contents, *, viewer: Any) -> dict[str, Any]:
    """Return what the page on which an edition is frozen shows of what it would hold."""
    kept = {name: len(getattr(contents, name)) for name in PARTS}
    return {
        **around(assessment, viewer),
        "holds": [Fact(PARTS[name], number) for name, number in kept.items()],
        "left_out": left_out_text(contents.left_out),
        "listed": reverse("assessment:editions", args=[assessment.pk]),
    }


def around(assessment: Any, viewer: Any) -> dict[str, Any]:
    """Return what every page on one assessment shows around its content."""
    pages = pages_of(assessment)
    exercise = exercise_shown(viewer, assessment.exercise_id)
    return {"pages": pages, "crumbs": pages.crumbs, "record": assessment, "exercise": exercise}


def left_out_text(left_out: Mapping[str, int]) -> str:
    """Say how much is not in an edition because not all its readers may read it."""
    if not left_out:
        return ""
    parts = ", ".join(f"{PARTS[name]}: {number}" for name, number in left_out.items() if name in PARTS)
    said = ngettext(
        "Not in it – {parts}. Its owner did not share it with all whom the edition is for.",
        "Not in it – {parts}. Their owners did not share them with all whom the edition is for.",
        sum(left_out.values()),
    )
    return said.format(parts=parts)


def grouped(digits: str) -> str:
    """Return a fingerprint in groups of four, to be compared by eye or read over the telephone."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _listed(rows: list[Any], names: Names) -> Table:
    columns = (
        Column("made", _("Edition")),
        Column("note", _("What it is for"), is_name=True),
        Column("owner", _("Signed by"), is_name=True),
    )
    body = [
        {
            "made": Cell(title_of(row), pages_of_edition(row).url),
            "note": row.note or "–",
            "owner": names.organisation(row.owner_id),
        }
        for row in rows
    ]
    return Table(_("Editions"), columns, body, is_caption_hidden=True)


def _signed(row: Any, found: Checked, names: Names, in_use: str) -> list[Fact]:
    is_current = row.fingerprint == in_use
    state = _("signs now") if is_current else _("replaced since; what it signed can still be checked")
    return [
        Fact(_("Signed by"), own_name(names.organisation(row.owner_id))),
        Fact(
            _("When"),
            f"{date_format(row.made_at, 'DATETIME_FORMAT')} UTC",
            _("as the clock of this site said"),
        ),
        Fact(_("Fingerprint of its key"), _code(grouped(row.fingerprint)), state),
        Fact(_("Public key (Ed25519)"), _code(found.public_key or "–")),
        Fact(_("Digest of what was signed (SHA-256)"), _code(grouped(row.digest))),
    ]


def _code(text: str) -> SafeString:
    return format_html('<code translate="no">{}</code>', text)


def other_choices(names: Names, organisations: set[uuid.UUID]) -> list[tuple[str, str]]:
    """Return the organisations that the viewer may name, of those who read an assessment."""
    return [(str(key), name) for key, name in names.organisations.items() if key in organisations]
