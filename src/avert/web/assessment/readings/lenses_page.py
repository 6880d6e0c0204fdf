"""What the page of two lenses shows: what each sees, with what is said of it, and what the other misses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from avert.assessment import frameworks
from avert.assessment.frameworks import Framework, Lens
from avert.assessment.frameworks.two_lenses import Seen, Side, Sight, TwoLenses, side_by_side, two_lenses
from avert.web.assessment.readings import newest, selectors, words
from avert.web.assessment.readings.profiles import indicator_url, used_frameworks
from avert.web.assessment.words import RELATIONS

NOTHING = gettext_noop("nothing said yet")
LENS_TITLES = {
    Lens.ATROCITY: gettext_lazy("The atrocity lens"),
    Lens.CONFLICT: gettext_lazy("The conflict lens"),
}
SIGHTS = {
    Sight.ONE: gettext_lazy("What the other misses"),
    Sight.RELATED: gettext_lazy("What the other sees something related to"),
    Sight.BOTH: gettext_lazy("What both see"),
}


def context_of(assessment: Any, *, first: str, second: str, viewer: Any, now: dt.datetime) -> dict[str, Any]:
    """Return both sides; without two frameworks that are asked for, the two lenses over all of them."""
    used = used_frameworks(assessment)
    by_id = {one.id: one for one in used}
    said = _all_said(assessment, used, viewer=viewer, now=now)
    stated = frameworks.load_crosswalks()
    if first in by_id and second in by_id and first != second:
        both: TwoLenses = side_by_side(by_id[first], by_id[second], stated)
    else:
        first = second = ""
        both = two_lenses(used, stated)
    titles = {one.id: one.title for one in used} | LENS_TITLES
    return {
        "sides": [_side(assessment, side, titles, said) for side in (both.first, both.second)],
        "frameworks": used,
        "chosen": {"first": first, "second": second},
        "crosswalks": len(stated),
    }


def _all_said(assessment: Any, used: list[Framework], *, viewer: Any, now: dt.datetime) -> dict[str, Any]:
    told = selectors.told_in(viewer, [assessment.pk], [one.id for one in used], as_of=now)
    kinds = {code: one.time_scale.ages_as for each in used for code, one in each.indicators.items()}
    counted, stale = newest.counts_in(newest.merged(told), kinds, now)
    old = {code: _("said once, too old to rest on") for code in stale}
    return old | {code: words.counts_shown(counts) for code, counts in counted.items()}


def _side(assessment: Any, side: Side, titles: Any, said: dict[str, Any]) -> dict[str, Any]:
    groups = []
    for sight, label in SIGHTS.items():
        seen = side.seen(sight)
        lines = [_line(assessment, one, said) for one in seen]
        groups.append({"title": label, "lines": lines, "is_open": sight is Sight.ONE})
    return {"title": titles[side.name], "groups": groups}


def _line(assessment: Any, seen: Seen, said: dict[str, Any]) -> dict[str, Any]:
    return {
        "indicator": seen.indicator,
        "url": indicator_url(assessment.pk, seen.indicator.code),
        "said": said.get(seen.indicator.code) or _(NOTHING),
        "matches": [
            {
                "code": one.indicator.code,
                "text": one.indicator.text,
                "relation": RELATIONS[one.relation],
                "said": said.get(one.indicator.code) or _(NOTHING),
            }
            for one in seen.matches
        ],
    }
