"""The page of two lenses: what each sees, and what the other misses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avert.assessment.frameworks import Lens, Match, Seen, Side, Sight, TwoLenses
from avert.web.assessment.library import words
from avert.web.assessment.library.frameworks_page import framework_url
from avert.web.assessment.library.selectors import Whole
from avert.web.assessment.words import LENSES, RELATIONS
from avert.web.site.components import Crumb


def lenses_context(known: Sequence[Whole], both: TwoLenses, first: str, second: str) -> dict[str, Any]:
    """Return what two lenses, or two frameworks, see."""
    of_prefix = {one.framework.prefix: one for one in known}
    options = [(one.framework.id, one.framework.title) for one in known]
    titles = {one.framework.id: words.text_shown(one.framework.title, is_own=one.is_own) for one in known}
    return {
        "crumbs": [Crumb(_("Frameworks"), reverse("frameworks:frameworks"))],
        "sides": [_side(side, of_prefix) for side in (both.first, both.second)],
        "options": options,
        "over": _over(titles, first, second),
        "chosen": {"first": first, "second": second},
        "is_of_lenses": both.first.name == Lens.ATROCITY,
        "is_related": any(one.matches for one in both.first.seen()),
    }


def _over(titles: dict[str, SafeString], first: str, second: str) -> SafeString | str:
    """Return the one framework within which lenses are compared, or nothing."""
    named = [titles[id_] for id_ in dict.fromkeys((first, second)) if id_ in titles]
    return named[0] if len(named) == 1 else ""


def _side(side: Side, of_prefix: dict[str, Whole]) -> dict[str, Any]:
    titles = {one.framework.id: one for one in of_prefix.values()}
    whole = titles.get(side.name)
    title = (
        words.text_shown(whole.framework.title, is_own=whole.is_own)
        if whole
        else capfirst(str(LENSES[Lens(side.name)]))
    )
    return {
        "title": title,
        "icon": "" if whole else side.name,
        "counts": _counts(side),
        "groups": [
            {
                "title": label,
                "count": len(side.seen(sight)),
                "parts": _parts(side, sight, of_prefix),
                "is_open": sight is Sight.ONE,
            }
            for sight, label in words.SIGHTS.items()
        ],
    }


def _counts(side: Side) -> str:
    """Say in a sentence how much the other side sees of it."""
    alone, related, both = (len(side.seen(sight)) for sight in words.SIGHTS)
    asks = ngettext("It asks one thing.", "It asks {n} things.", len(side.seen())).format(n=len(side.seen()))
    seen = _(
        "The other side sees {both} of them too, sees something related to {related}, and misses {alone}."
    )
    return f"{asks} {seen.format(both=both, related=related, alone=alone)}"


def _parts(side: Side, sight: Sight, of_prefix: dict[str, Whole]) -> list[dict[str, Any]]:
    """Return the indicators of one sight under the headings of their dimensions."""
    found = []
    for group in side.dimensions:
        if lines := [_line(one, of_prefix) for one in group.seen if one.sight is sight]:
            is_own = _whole(group.seen[0].indicator.code, of_prefix).is_own
            found.append({"heading": words.text_shown(group.dimension.title, is_own=is_own), "lines": lines})
    return found


def _line(seen: Seen, of_prefix: dict[str, Whole]) -> dict[str, Any]:
    code = seen.indicator.code
    whole = _whole(code, of_prefix)
    return {
        "code": code,
        "url": framework_url(whole.framework.id),
        "text": words.text_shown(seen.indicator.text, is_own=whole.is_own),
        "matches": [_match(one, of_prefix) for one in seen.matches],
    }


def _match(match: Match, of_prefix: dict[str, Whole]) -> SafeString:
    whole = _whole(match.indicator.code, of_prefix)
    return format_html(
        '{} <span translate="no">{}</span>: {}',
        RELATIONS[match.relation],
        match.indicator.code,
        words.text_shown(match.indicator.text, is_own=whole.is_own),
    )


def _whole(code: str, of_prefix: dict[str, Whole]) -> Whole:
    return of_prefix[code.partition("-")[0]]
