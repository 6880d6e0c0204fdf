"""Entering the readings that a replay carries into an assessment of an exercise: only those known where its clock is.

The ids of what is entered follow from the exercise and the replay, so that each is entered once, whoever does it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction

from avert.errors import InputError
from avert.replays import Assessment as Given
from avert.web.accounts.models import Person
from avert.web.accounts.vocabulary import Level, Sector
from avert.web.assessment.models import Assessment, Reading, Stakeholder
from avert.web.audit.occasions import Occasion
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import end_of
from avert.web.records import services
from avert.web.records.audiences import sharing_of
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by
from avert.web.records.taking_part import add_part
from avert.web.records.writing import rows_of
from avert.web.replays.exercises.services import known_in

LEVELS: Mapping[str, Level] = {
    "village": Level.LOCAL,
    "district": Level.SUBNATIONAL,
    "province": Level.SUBNATIONAL,
    "country": Level.NATIONAL,
    "region": Level.REGIONAL,
    "global": Level.GLOBAL,
}
SECTORS: Mapping[str, Sector] = {
    "authorities": Sector.GOVERNMENT,
    "civil_society": Sector.CIVIL_SOCIETY,
    "research": Sector.ACADEMIA,
    "humanitarian": Sector.INTERNATIONAL,
    "development": Sector.INTERNATIONAL,
    "human_rights": Sector.INTERNATIONAL,
}
GROUPS: Mapping[str, str] = {
    "group_at_risk": "Group at risk",
    "neighbouring_group": "Neighbouring group",
}
BASIS: Mapping[str, str] = {
    "published": "published by them; which indicator it answers is our reading of it",
    "reconstructed": "reconstructed; nobody is on record with it",
}


def assessment_of(exercise: Exercise, *, viewer: Viewer) -> Assessment | None:
    """Return the assessment into which the readings of an exercise are entered, if the viewer may read it."""
    found: Assessment | None = readable_by(viewer, Assessment).filter(pk=_key_of(exercise)).first()
    return found


def readings_waiting(exercise: Exercise) -> tuple[Given, ...]:
    """Return the readings known where the clock stands that are not entered yet."""
    known = known_in(exercise)
    readings = known.assessments if known else ()
    keys = {_key(exercise, "reading", one.id): one for one in readings}
    entered = set(rows_of(Reading).filter(pk__in=keys).values_list("pk", flat=True))
    return tuple(one for key, one in keys.items() if key not in entered)


@transaction.atomic
def enter_readings(*, exercise: Exercise, viewer: Person, occasion: Occasion) -> Assessment:
    """Enter what is known where the clock stands, for those who take part; what was entered before stays.

    Raises InputError where nothing waits, and PermissionDenied.
    """
    waiting = readings_waiting(exercise)
    if not waiting:
        raise InputError("No reading of this case is known that was not entered. Move the clock on first.")
    whole = rows_of(Assessment).filter(pk=_key_of(exercise)).first()
    whole = whole or _begin(exercise, waiting, viewer, occasion)
    people = {one.pk: one for one in rows_of(Stakeholder).filter(assessment=whole.pk)}
    for given in waiting:
        key = _key(exercise, "stakeholder", given.stakeholder)
        if key not in people:
            people[key] = _add_stakeholder(key, given, whole, viewer, occasion)
        _add_reading(exercise, given, people[key], viewer, occasion)
    return _bring_up(whole, waiting, viewer, occasion)


def _begin(exercise: Exercise, given: Iterable[Given], viewer: Person, occasion: Occasion) -> Assessment:
    made = Assessment(
        pk=_key_of(exercise),
        owner_id=exercise.owner_id,
        title="The situation as it is read on the day",
        question="What do those who know it say, what is going where, and who sees it differently?",
        level=Level.NATIONAL,
        place=exercise.place,
        marking=exercise.marking,
        exercise=exercise,
        frameworks=sorted({one.framework for one in given}),
    )
    sharing = sharing_of(exercise.audience_id)
    return services.create(record=made, viewer=viewer, occasion=occasion, sharing=sharing)


def _add_stakeholder(
    key: uuid.UUID, given: Given, whole: Assessment, viewer: Person, occasion: Occasion
) -> Stakeholder:
    part = Stakeholder(
        pk=key,
        assessment=whole,
        name=given.who,
        level=LEVELS[given.level],
        sector=SECTORS.get(given.perspective, ""),
        group=GROUPS.get(given.perspective, ""),
        # Whoever is on record with nothing spoke for nobody: then others only said what they might have.
        is_of_group=given.basis == "published" and given.perspective in GROUPS,
        asked_on=given.known,
    )
    return add_part(part=part, viewer=viewer, occasion=occasion)


def _add_reading(
    exercise: Exercise, given: Given, stakeholder: Stakeholder, viewer: Person, occasion: Occasion
) -> None:
    part = Reading(
        pk=_key(exercise, "reading", given.id),
        assessment=stakeholder.assessment,
        stakeholder=stakeholder,
        framework=given.framework,
        round=given.round,
        at=end_of(given.known),
        values={one.indicator: str(one.value) for one in given.answers},
        trends={one.indicator: str(one.trend) for one in given.answers},
        reasons={one.indicator: f"{one.reason} [{BASIS[given.basis]}]" for one in given.answers},
        dissent=given.dissent,
    )
    add_part(part=part, viewer=viewer, occasion=occasion)


def _bring_up(whole: Assessment, given: Iterable[Given], viewer: Person, occasion: Occasion) -> Assessment:
    readings = tuple(given)
    fields = {
        "round": max(whole.round, *(one.round for one in readings)),
        "frameworks": sorted({*whole.frameworks, *(one.framework for one in readings)}),
    }
    return services.change(
        record=whole, row_version=whole.row_version, fields=fields, viewer=viewer, occasion=occasion
    )


def _key_of(exercise: Exercise) -> uuid.UUID:
    return _key(exercise, "assessment", "")


def _key(exercise: Exercise, what: str, name: str) -> uuid.UUID:
    return uuid.uuid5(exercise.pk, f"{what}:{name}")
