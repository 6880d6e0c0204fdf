"""What is said in an assessment and in those within it, put together for one viewer."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from avert.assessment import frameworks
from avert.assessment.ageing import Kind, is_stale
from avert.assessment.frameworks import Dimension, Framework
from avert.assessment.nesting import Level, roll_up
from avert.assessment.profiles import IndicatorProfile, profile
from avert.assessment.values import Value
from avert.web.assessment.readings import newest, selectors
from avert.web.assessment.readings.selectors import Inside, Told
from avert.web.assessment.selectors import stakeholders_of
from avert.web.assessment.words import VALUES

MOST_CODES, MOST_NAMES = 6, 6


@dataclass(frozen=True)
class Choice:
    """What of the readings is looked at; empty texts are whatever comes first, or all."""

    framework: str = ""
    dimension: str = ""
    perspective: str = ""


class Profiles:
    """All that is said in an assessment, and in those within it, as far as one viewer may read it."""

    def __init__(self, assessment: Any, choice: Choice, *, viewer: Any, now: dt.datetime) -> None:
        self.assessment, self.viewer, self.now = assessment, viewer, now
        self.framework = framework_of(assessment, choice.framework)
        self.dimension = dimension_of(self.framework, choice.dimension)
        self.perspective = choice.perspective
        self.inside = selectors.inside_of(viewer, assessment)
        self._ids = [assessment.pk, *(one.id for one in self.inside)]
        self._people = list(stakeholders_of(viewer, *self._ids))
        self._names = {str(one.pk): one.name for one in self._people}
        self.titles = {one.id: one.title for one in self.inside}
        self.perspectives = {one.pk: selectors.perspective_of(one) for one in self._people}
        self._told: dict[uuid.UUID, list[Told]] = {key: [] for key in self._ids}
        for told in selectors.told_in(viewer, self._ids, [self.framework.id], as_of=now):
            if self._is_looked_at(told.stakeholder):
                self._told[told.assessment].append(told)
        self.newest = {key: newest.merged(told) for key, told in self._told.items()}

    @cached_property
    def codes(self) -> dict[str, Kind]:
        """Return the indicators of the dimension that is shown, and how each ages."""
        return {one.code: one.time_scale.ages_as for one in self.framework.under(self.dimension.id)}

    @cached_property
    def rolled(self) -> Any:
        """Return the profiles here with what is said below."""
        wanted = {key for merged in self.newest.values() for key in newest.used_in(merged, self.codes)}
        trends = selectors.trends_in(self.viewer, wanted)
        within = {one.id: (one.path[-2] if len(one.path) > 1 else self.assessment.pk) for one in self.inside}
        levels = [
            Level(
                str(key),
                str(within[key]) if key in within else None,
                self._profiles(key, trends),
            )
            for key in self._ids
        ]
        return roll_up(levels)[str(self.assessment.pk)]

    def stakeholders(self, assessment: uuid.UUID) -> list[Any]:
        """Return whose reading is wanted in an assessment, of the perspective that is looked at."""
        return [one for one in self._people if one.assessment_id == assessment and self._is_looked_at(one.pk)]

    def name(self, stakeholder: uuid.UUID | str) -> str:
        """Return how a stakeholder is called, as far as the viewer may know it."""
        return self._names.get(str(stakeholder)) or _("a stakeholder that is not shared with you")

    def path(self, ids: Iterable[str | uuid.UUID]) -> str:
        """Return the way down to a place."""
        return " › ".join(self.titles[uuid.UUID(str(key))] for key in ids)

    def declared(self) -> list[dict[str, Any]]:
        """Return every declared dissent that stands, here and below, in its own words."""
        paths = {one.id: one.path for one in self.inside}
        return [
            {
                "text": told.dissent,
                "who": self.name(told.stakeholder),
                "perspective": self.perspectives.get(told.stakeholder, ""),
                "at": told.at,
                "round": told.round,
                "path": self.path(paths.get(key, ())),
                "codes": sorted(told.values)[:MOST_CODES],
                "more": max(len(told.values) - MOST_CODES, 0),
            }
            for key in self._ids
            for told in newest.dissents_in(self._told[key])
        ]

    def acute_below(self) -> list[dict[str, Any]]:
        """Return what somebody calls acute in an assessment within this one, with who and where."""
        return [
            self._acute(inside, code, who)
            for inside in self.inside
            for code, who in newest.acute_in(self.newest[inside.id], self.framework.indicators).items()
        ]

    def _acute(self, inside: Inside, code: str, who: list[uuid.UUID]) -> dict[str, Any]:
        indicator, names = self.framework.indicators[code], [self.name(one) for one in who]
        kind, merged = indicator.time_scale.ages_as, self.newest[inside.id]
        return {
            "indicator": indicator,
            "word": VALUES[Value.ACUTE],
            "url": indicator_url(inside.id, code),
            "path": self.path(inside.path),
            "who": names[:MOST_NAMES],
            "more": max(len(names) - MOST_NAMES, 0),
            "is_stale": all(is_stale(kind, merged[one][code].at, self.now) for one in who),
        }

    def _profiles(
        self, key: uuid.UUID, trends: Mapping[uuid.UUID, Mapping[str, str]]
    ) -> dict[str, IndicatorProfile]:
        people = self.stakeholders(key)
        standing = newest.standing_of(self.newest[key], self.codes, trends, self.perspectives, self.now)
        asked = {str(one.pk): self.codes for one in people if one.asked_on}
        return profile(self.codes, standing, [str(one.pk) for one in people], asked)

    def _is_looked_at(self, stakeholder: uuid.UUID) -> bool:
        return not self.perspective or key_of(self.perspectives.get(stakeholder, "")) == self.perspective


def key_of(perspective: str) -> str:
    """Return what stands for a perspective in an address, where the name of a group does not belong."""
    return hashlib.sha256(perspective.encode()).hexdigest()[:12]


def used_frameworks(assessment: Any) -> list[Framework]:
    """Return the frameworks of an assessment that are still here."""
    known = {one.id for one in frameworks.list_frameworks()}
    return [frameworks.load_framework(one) for one in assessment.frameworks if one in known]


def framework_of(assessment: Any, asked: str) -> Framework:
    """Return the framework that is asked for, else the first; for an assessment that has one."""
    used = used_frameworks(assessment)
    return next((one for one in used if one.id == asked), used[0])


def asking_dimensions(framework: Framework) -> list[Dimension]:
    """Return the dimensions under which something is asked."""
    asking = {one.dimension for one in framework.indicators.values()}
    return [one for one in framework.dimensions if one.id in asking]


def dimension_of(framework: Framework, asked: str) -> Dimension:
    """Return the dimension that is asked for, else the first."""
    found = asking_dimensions(framework)
    return next((one for one in found if one.id == asked), found[0])


def indicator_url(assessment: uuid.UUID, code: str) -> str:
    """Return the page of one indicator."""
    return reverse("assessment:indicator", args=[assessment, code])
