"""What the pages show on which a stakeholder's reading is given: one dimension at a time, what was said beside it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.assessment.frameworks import Framework
from avert.assessment.values import Trend, Value
from avert.web.assessment.readings import newest, selectors, words
from avert.web.assessment.readings.profile_page import framework_tabs
from avert.web.assessment.readings.profiles import asking_dimensions, framework_of
from avert.web.assessment.vocabulary import Subject
from avert.web.assessment.words import TRENDS
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name

IN_WORDS = "~words"
"""Stands in the address for the questions that are answered in words."""
PROGRESS = (
    Column("dimension", gettext_lazy("Dimension"), is_text=True),
    Column("now", gettext_lazy("In this round"), is_number=True),
    Column("ever", gettext_lazy("Ever"), is_number=True),
)


@dataclass(frozen=True)
class Former:
    """What a stakeholder last said of an indicator."""

    value: Value
    trend: Trend
    reason: str
    round: int
    at: dt.datetime

    @property
    def shown(self) -> Any:
        """Return the value as a word with its shape."""
        return words.value_shown(self.value)

    @property
    def trend_word(self) -> Any:
        """Return where it was going, if that was said."""
        return "" if self.trend is Trend.UNKNOWN else TRENDS[self.trend]


def give_url(assessment: Any, **asked: Any) -> str:
    """Return the page on which a reading is given."""
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('assessment:new-reading', args=[assessment.pk])}{'?' if query else ''}{query}"


def former_of(
    viewer: Any, stakeholder: Any, framework: Framework, *, as_of: dt.datetime
) -> dict[str, Former]:
    """Return what the viewer may read of what a stakeholder last said, by indicator."""
    told = selectors.told_in(viewer, [stakeholder.assessment_id], [framework.id], as_of=as_of)
    answered = newest.merged(one for one in told if one.stakeholder == stakeholder.pk)
    mine = answered.get(stakeholder.pk, {})
    details = selectors.details_in(viewer, {one.id for one in mine.values()})
    return {code: _former(one, code, *details[one.id]) for code, one in mine.items() if one.id in details}


def choices_of(
    assessment: Any, stakeholder: Any, framework: str, *, viewer: Any, now: dt.datetime
) -> dict[str, Any]:
    """Return what the page shows that asks for whom and about what, once it is known for whom."""
    used = framework_of(assessment, framework)
    former = former_of(viewer, stakeholder, used, as_of=now)
    rows = [_progress(assessment, stakeholder, used, one, former) for one in asking_dimensions(used)]
    asked = {"stakeholder": stakeholder.pk, "framework": used.id}

    def url(_key: uuid.UUID, one: str) -> str:
        return give_url(assessment, stakeholder=stakeholder.pk, framework=one)

    words_url = give_url(assessment, **asked, dimension=IN_WORDS) if used.questions else ""
    return {
        "framework": used,
        "stakeholder": stakeholder,
        "dimensions": Table(_("What can be answered"), PROGRESS, rows),
        "words_url": words_url,
        "frameworks": framework_tabs(assessment, used, url),
    }


def questions_of(assessment: Any, framework: Framework) -> dict[str, str]:
    """Return the questions that are answered in words: of the conflict, or of ourselves."""
    is_self = assessment.subject == Subject.SELF
    return {one.id: one.self if is_self else one.conflict for one in framework.questions}


def meanings() -> list[tuple[Any, Any]]:
    """Return what each value means."""
    return [(words.value_shown(value), meaning) for value, meaning in words.MEANINGS.items()]


def next_of(assessment: Any, stakeholder: uuid.UUID, framework: Framework, dimension: str) -> str:
    """Return where to go after a dimension: the next one, or back to all of them."""
    ids = [one.id for one in asking_dimensions(framework)]
    at = ids.index(dimension) + 1 if dimension in ids else len(ids)
    return give_url(
        assessment,
        stakeholder=stakeholder,
        framework=framework.id,
        dimension=ids[at] if at < len(ids) else "",
    )


def _former(told: Any, code: str, trends: Mapping[str, str], reasons: Mapping[str, str]) -> Former:
    trend = Trend(trends.get(code, Trend.UNKNOWN))
    return Former(Value(told.values[code]), trend, reasons.get(code, ""), told.round, told.at)


def _progress(
    assessment: Any, stakeholder: Any, framework: Framework, dimension: Any, former: Mapping[str, Former]
) -> dict[str, Any]:
    codes, of_all = [one.code for one in framework.under(dimension.id)], _("{number} of {all}")
    url = give_url(assessment, stakeholder=stakeholder.pk, framework=framework.id, dimension=dimension.id)
    return {
        "dimension": Cell(own_name(dimension.heading), url=url),
        "now": of_all.format(
            number=sum(code in former and former[code].round == assessment.round for code in codes),
            all=len(codes),
        ),
        "ever": of_all.format(number=sum(code in former for code in codes), all=len(codes)),
    }
