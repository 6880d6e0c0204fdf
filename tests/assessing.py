"""An assessment in which several organisations take part, for the tests of what they add to it."""

from __future__ import annotations

from typing import Any

from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import Level, RoleKind
from avert.web.assessment.models import Assessment, Stakeholder
from avert.web.assessment.services import begin
from avert.web.records.sharing import Sharing
from avert.web.records.taking_part import add_part
from tests.people import OCCASION, make_person


def begin_with(owner: Organisation, by: Person, *others: Organisation, **content: Any) -> Assessment:
    """An assessment of the owner's, in which the others take part."""
    return begin(
        owner_id=owner.pk,
        title="North before the vote",
        question="Where may the vote turn violent?",
        level=Level.SUBNATIONAL,
        frameworks=["un_framework_2014"],
        viewer=by,
        occasion=OCCASION,
        sharing=Sharing(organisations=frozenset(other.pk for other in others)),
        **content,
    )


def name_stakeholder(assessment: Assessment, by: Person, **content: Any) -> Stakeholder:
    """A stakeholder whose reading is wanted."""
    given = {"name": "District committee", **content}
    return add_part(part=Stakeholder(assessment=assessment, **given), viewer=by, occasion=OCCASION)


def make_organisations(number: int) -> list[tuple[Organisation, Person]]:
    """So many organisations, each with someone who writes for it."""
    made = []
    for index in range(number):
        organisation = accounts.create_organisation(name={"en": f"Committee {index}"}, occasion=OCCASION)
        made.append((organisation, make_person(f"writer-{index}", organisation, RoleKind.ANALYST)))
    return made
