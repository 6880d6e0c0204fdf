"""The page of one framework: its indicators by dimension, what relates to them and what measures them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avert.assessment.frameworks import Dimension, Indicator, Lens
from avert.assessment.frameworks.proxies import Measured
from avert.places import Place
from avert.web.assessment.library import words
from avert.web.assessment.library.frameworks_page import framework_url
from avert.web.assessment.library.selectors import Related, Whole
from avert.web.assessment.words import LENSES, RELATIONS
from avert.web.site.components import Crumb, Download, Fact, SourceLine
from avert.web.site.drawings import language
from avert.web.site.places import code_of
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name, value

Found = Mapping[str, tuple[Measured, ...]]


@dataclass(frozen=True)
class Chosen:
    """Which indicators the reader wants to see; what no indicator has is not chosen."""

    lens: str = ""
    dimension: str = ""

    @classmethod
    def of(cls, query: QueryDict, whole: Whole) -> Chosen:
        """Return what a query chooses."""
        lens, dimension = query.get("lens", ""), query.get("dimension", "")
        known = {one.id for one in whole.framework.dimensions}
        return cls(lens if lens in set(Lens) else "", dimension if dimension in known else "")


def framework_context(whole: Whole, chosen: Chosen, place: Place | None, found: Found) -> dict[str, Any]:
    """Return everything that the page of a framework shows; ``found`` is what datasets say of the place."""
    framework = whole.framework
    name = place.name(language()) if place else ""
    is_measured = any(whole.proxies.values())
    return {
        "crumbs": [Crumb(_("Frameworks"), reverse("frameworks:frameworks"))],
        "framework": framework,
        "title": words.text_shown(framework.title, is_own=whole.is_own),
        "note": words.text_shown(framework.note, is_own=whole.is_own) if framework.note else "",
        "facts": _facts(whole, found),
        "place": place,
        "place_name": name,
        "chosen": chosen,
        "lenses": [(lens, capfirst(str(said))) for lens, said in LENSES.items()]
        if _has_two_lenses(whole)
        else (),
        "dimensions": [(one.id, _heading(one)) for one in framework.dimensions],
        "parts": list(_parts(whole, chosen, name, found)),
        "statements": _statements(whole),
        "questions": _questions(whole),
        "source_line": _source_line(found),
        "downloads": _downloads(whole, place if found and is_measured else None),
    }


def _facts(whole: Whole, found: Found) -> list[Fact]:
    framework, count = whole.framework, len(whole.framework.indicators)
    measured = sum(map(bool, whole.proxies.values()))
    facts = [
        Fact(_("Looks through"), words.lenses_shown(framework.lenses)),
        Fact(_("Published by"), own_name(framework.publisher), _edition(whole)),
        Fact(_("Indicators"), count, _checked(whole.recalled)),
        Fact(
            _("Measured by a dataset"),
            _("{n} of {all}").format(n=measured, all=count),
            _("What no dataset measures is not known from data, which does not mean that it is absent."),
        ),
    ]
    if found:
        known = sum(any(one.value is not None for one in of_code) for of_code in found.values())
        facts.append(Fact(_("Known of this place"), _("{n} of {all}").format(n=known, all=measured)))
    return facts


def _edition(whole: Whole) -> str:
    edition = _("Edition {edition}.").format(edition=whole.framework.edition)
    return f"{edition} {_('Added by this deployment.')}" if whole.is_own else edition


def _checked(recalled: int) -> str:
    if not recalled:
        return _("Number and content of all were read in the source.")
    said = ngettext(
        "{n} of them is recalled, still to be checked against the source.",
        "{n} of them are recalled, still to be checked against the source.",
        recalled,
    )
    return said.format(n=recalled)


def _has_two_lenses(whole: Whole) -> bool:
    return len({lens for one in whole.framework.indicators.values() for lens in one.lenses}) == len(Lens)


def _heading(dimension: Dimension) -> str:
    """Return a dimension with its number, where it has one."""
    is_numbered = dimension.id[:1].isdigit()
    return f"{dimension.id}. {dimension.title}" if is_numbered else dimension.title


def _parts(whole: Whole, chosen: Chosen, place: str, found: Found) -> Iterator[dict[str, Any]]:
    titles = {one.id: one.title for one in whole.framework.dimensions}
    for dimension in whole.framework.dimensions:
        if chosen.dimension not in ("", dimension.id, dimension.within):
            continue
        indicators = [one for one in whole.framework.under(dimension.id) if chosen.lens in ("", *one.lenses)]
        if not indicators:
            continue
        yield {
            "heading": words.text_shown(_heading(dimension), is_own=whole.is_own),
            "kind": words.DIMENSIONS[dimension.kind],
            "within": titles.get(dimension.within or "", ""),
            "table": _table(whole, dimension, indicators, place, found, is_in_full=bool(chosen.dimension)),
        }


def _table(
    whole: Whole,
    dimension: Dimension,
    indicators: Iterable[Indicator],
    place: str,
    found: Found,
    *,
    is_in_full: bool,
) -> Table:
    """Return indicators as rows; what relates to them stands in full only where one dimension is looked at."""
    measured = _("Measured in {place}").format(place=place) if place else _("Measured by")
    columns = (
        Column("code", _("Code")),
        Column("text", _("Indicator"), is_text=True),
        Column("related", _("In other frameworks"), is_text=True),
        Column("measured", measured, is_text=True, note=_("rank 1 is the riskiest") if place else ""),
    )
    rows = [
        {
            "code": format_html('<span id="{0}" translate="no">{0}</span>', one.code),
            "text": Cell(words.text_shown(one.text, is_own=whole.is_own), note=words.nature_of(one)),
            "related": _related(whole.related[one.code], is_in_full=is_in_full),
            "measured": _measured(whole, one.code, found, is_of_place=bool(place)),
        }
        for one in indicators
    ]
    return Table(dimension.title, columns, rows, is_caption_hidden=True)


def _related(related: Sequence[Related], *, is_in_full: bool) -> SafeString:
    if not related:
        return _none(_("nothing stated"))
    if is_in_full:
        line = "<span>{} {} <small>{}</small></span>"
        lines = ((RELATIONS[r.relation], _link(r), _text(r)) for r in related)
        return format_html_join("\n", line, lines)
    by_relation = {
        said: [(_link(one),) for one in related if one.relation is relation]
        for relation, said in RELATIONS.items()
    }
    groups = ((said, format_html_join(", ", "{}", links)) for said, links in by_relation.items() if links)
    return format_html_join("; ", "{} {}", groups)


def _link(one: Related) -> SafeString:
    code = one.indicator.code
    return format_html('<a href="{}#{}" translate="no">{}</a>', framework_url(one.framework), code, code)


def _text(one: Related) -> SafeString:
    return words.text_shown(one.indicator.text, is_own=one.is_own)


def _measured(whole: Whole, code: str, found: Found, *, is_of_place: bool) -> SafeString:
    if not (proxies := whole.proxies[code]):
        return _none(_("by no dataset"))
    here = found.get(code) or tuple(Measured(proxy=one) for one in proxies)
    return format_html_join("\n", "{}", ((_one_measured(one, is_of_place=is_of_place),) for one in here))


def _one_measured(one: Measured, *, is_of_place: bool) -> SafeString:
    return format_html(
        "<span>{}{} <small>{}; {}. {}</small></span>",
        words.variable_shown(one.proxy),
        format_html(": {}", _value(one)) if is_of_place else "",
        _whence(one),
        words.DIRECTIONS[one.proxy.direction],
        words.text_shown(one.proxy.validity, is_own=False),
    )


def _value(one: Measured) -> SafeString:
    if one.value is None:
        return _none(_("unknown"))
    is_whole = float(one.value).is_integer() and one.proxy.dataset.startswith("ucdp")
    said = _("{value} in {year}").format(value=value(one.value, 0 if is_whole else 2), year=one.year)
    if one.rank is None:
        return format_html("<b>{}</b>", said)
    rank = _("rank {n} of {all}").format(n=one.rank, all=one.states_known)
    return format_html("<b>{}</b>, {}", said, rank)


def _whence(one: Measured) -> SafeString | str:
    if one.source_label is None or one.vintage is None:
        return own_name(words.dataset_shown(one.proxy.dataset))
    known = _("known from {day}").format(day=date_format(one.vintage, "DATE_FORMAT"))
    return format_html("{}, {}", own_name(words.release_shown(one.source_label)), known)


def _none(said: str) -> SafeString:
    return format_html('<span class="missing">{}</span>', said)


def _statements(whole: Whole) -> list[dict[str, Any]]:
    return [
        {
            "title": words.text_shown(one.title, is_own=whole.is_own),
            "text": words.text_shown(one.text.replace("{", "[").replace("}", "]"), is_own=whole.is_own),
            "effect": words.EFFECTS[one.effect_is],
        }
        for one in whole.framework.statements
    ]


def _questions(whole: Whole) -> Table | None:
    columns = (
        Column("lens", _("Lens")),
        Column("conflict", _("Of the conflict"), is_text=True),
        Column("self", _("Of ourselves"), is_text=True),
    )
    rows = [
        {
            name: words.text_shown(getattr(one, name), is_own=whole.is_own)
            for name in ("lens", "conflict", "self")
        }
        for one in whole.framework.questions
    ]
    return Table(_("Questions asked twice"), columns, rows, is_caption_hidden=True) if rows else None


def _source_line(found: Found) -> SourceLine | None:
    known = [one for of_code in found.values() for one in of_code if one.vintage]
    labels = dict.fromkeys(words.release_shown(one.source_label) for one in known if one.source_label)
    days: list[dt.date] = [one.vintage for one in known if one.vintage]
    return SourceLine(list(labels), max(days), reverse("data")) if known else None


def _downloads(whole: Whole, place: Place | None) -> list[Download]:
    id_ = whole.framework.id
    files = [
        (_("Indicators (CSV)"), reverse("frameworks:indicators-file", args=[id_])),
        (_("All of it (JSON)"), reverse("api:framework", args=[id_])),
    ]
    if place:
        url = reverse("frameworks:measured-file", args=[id_])
        files.append((_("What is measured (CSV)"), f"{url}?place={code_of(place)}"))
    return [Download(label, url) for label, url in files]
