"""An assessment of several organisations with parts for different readers, as tests of editions need it."""

from __future__ import annotations

from typing import Any

from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import Level
from avert.web.assessment import services as assessments
from avert.web.assessment.editions import services as editions
from avert.web.assessment.models import Assessment, Edition, Reading, Stakeholder
from avert.web.audit.occasions import Occasion
from avert.web.records.sharing import Sharing
from avert.web.records.taking_part import add_part
from avert.web.records.writing import rows_of
from tests.people import OCCASION

FRAMEWORK = "un_framework_2014"


def of(*organisations: Organisation) -> Sharing:
    return Sharing(organisations=frozenset(one.pk for one in organisations))


def assessed(owner: Organisation, by: Person, *to: Organisation, **fields: Any) -> Assessment:
    given = {
        "title": "North before the vote",
        "question": "Where may the vote turn violent?",
        "level": Level.SUBNATIONAL,
        "place": "gw:501",
        "frameworks": [FRAMEWORK],
        **fields,
    }
    return assessments.begin(owner_id=owner.pk, viewer=by, occasion=OCCASION, sharing=of(*to), **given)


def read(
    assessment: Assessment,
    by: Person,
    who: str = "District committee",
    sharing: Sharing | None = None,
    **fields: Any,
) -> Reading:
    """A reading of one stakeholder; the stakeholder is for everybody, the reading for whom ``sharing`` names."""
    person = rows_of(Stakeholder).filter(assessment=assessment.pk, name=who).first()
    person = person or add_part(
        part=Stakeholder(assessment=assessment, name=who), viewer=by, occasion=OCCASION
    )
    given = {"framework": FRAMEWORK, "at": OCCASION.at, "values": {"UNFA-8.8": "present"}, **fields}
    part = Reading(assessment=assessment, stakeholder=person, **given)
    return add_part(part=part, viewer=by, occasion=OCCASION, sharing=sharing)


def frozen(
    assessment: Assessment, by: Person, *to: Organisation, occasion: Occasion = OCCASION, note: str = ""
) -> Edition:
    return editions.freeze(assessment=assessment, viewer=by, occasion=occasion, note=note, sharing=of(*to))
