"""Who gives the reading of whom. This is the only place that says so."""

from __future__ import annotations

import uuid

from avert.web.assessment.models import Assessment, Reading, Stakeholder
from avert.web.records.audiences import circle_of_record
from avert.web.records.policy import Viewer, may_create
from avert.web.records.selectors import own_organisations


def gives_for(viewer: Viewer, stakeholder: Stakeholder) -> uuid.UUID | None:
    """Return the organisation for which the viewer gives the reading of a stakeholder; none if she may not.

    An organisation that is here speaks for itself; for whoever is not, the assessment's keeper writes it down.
    """
    speaker = stakeholder.organisation_id or stakeholder.assessment.owner_id
    return speaker if speaker in speaks_as(viewer, stakeholder.assessment) else None


def speaks_as(viewer: Viewer, whole: Assessment) -> frozenset[uuid.UUID]:
    """Return the organisations in an assessment for which the viewer gives readings."""
    taking_part = own_organisations(viewer) & circle_of_record(whole).organisations
    return frozenset(
        one for one in taking_part if may_create(viewer, Reading, owner_id=one, place=whole.place)
    )
