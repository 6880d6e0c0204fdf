"""Reading evidence, claims and gaps: always for a viewer."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from avert.assessment.values import Value
from avert.web.assessment.models import Assessment, Claim, Evidence, Gap, Reading, Weight
from avert.web.assessment.vocabulary import GapState
from avert.web.records.kinds import record_kinds
from avert.web.records.models import Link, Record, RecordQuerySet
from avert.web.records.policy import Viewer, may_create
from avert.web.records.selectors import own_organisations, readable_by, writable_by
from avert.web.records.taking_part import writes_for_in

EVIDENCE_OF = "evidence of"  # the kind of link from evidence to what it comes from, such as a signal


def evidence_in(viewer: Viewer, assessment: Assessment) -> list[Evidence]:
    """Return the evidence that the viewer may read, discarded or not, the newest first."""
    found = readable_by(viewer, Evidence).filter(assessment=assessment.pk)
    return list(found.order_by("-created_at", "pk"))


def claims_in(viewer: Viewer, assessment: Assessment) -> list[Claim]:
    """Return the claims that the viewer may read, in the order in which they were made."""
    return list(readable_by(viewer, Claim).filter(assessment=assessment.pk).order_by("created_at", "pk"))


def weights_in(viewer: Viewer, claim_ids: Collection[uuid.UUID]) -> list[Weight]:
    """Return how evidence bears on these claims, each organisation's word that the viewer may read."""
    found = readable_by(viewer, Weight).filter(claim__in=claim_ids)
    return list(found.order_by("created_at", "pk"))


def gaps_in(viewer: Viewer, assessment: Assessment) -> list[Gap]:
    """Return what is to be found out, the earliest date first and what has none last."""
    found = list(readable_by(viewer, Gap).filter(assessment=assessment.pk))
    return sorted(
        found, key=lambda gap: (gap.state != GapState.OPEN, gap.due_on or dt.date.max, gap.created_at)
    )


def open_gaps_of_us(viewer: Viewer) -> RecordQuerySet:
    """Return the open gaps of real assessments that the viewer's own organisations find out, the earliest first."""
    own = own_organisations(viewer)
    found: RecordQuerySet = readable_by(viewer, Gap).filter(
        state=GapState.OPEN, organisation__in=own, assessment__exercise=None
    )
    return found.order_by("due_on", "created_at", "pk")


def may_add_to(viewer: Viewer, assessment: Assessment, kind: type[Record] = Evidence) -> bool:
    """Say whether the viewer may add to an assessment."""
    return writes_for_in(viewer, assessment, kind) is not None


def what_it_comes_from(viewer: Viewer, evidence_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Record]:
    """Return by piece of evidence the record that it comes from, where the viewer may read that."""
    links = dict(
        Link.objects.filter(from_id__in=evidence_ids, kind=EVIDENCE_OF).values_list("from_id", "to_id")
    )
    missing = set(links.values())
    found: dict[uuid.UUID, Record] = {}
    for kind in record_kinds():
        if missing:
            found |= {one.pk: one for one in readable_by(viewer, kind).filter(pk__in=missing)}
            missing -= found.keys()
    return {key: found[to] for key, to in links.items() if to in found}


def may_close(viewer: Viewer, gap: Gap) -> bool:
    """Say whether a task is asked of an organisation for which the viewer writes, and she may read it."""
    return gap.organisation_id is not None and any(
        may_create(viewer, Gap, owner_id=key, place=gap.place)
        for key in own_organisations(viewer) & {gap.organisation_id}
    )


def readings_citing(viewer: Viewer, assessment: Assessment, counting: Collection[str]) -> tuple[int, int]:
    """Return how many answers of the open round say how it is, and how many of them name evidence that counts."""
    rows = readable_by(viewer, Reading).filter(assessment=assessment.pk, round=assessment.round)
    latest: dict[tuple[uuid.UUID, str], tuple[str, bool]] = {}
    for who, values, cited in rows.order_by("at", "created_at", "pk").values_list(
        "stakeholder", "values", "cited"
    ):
        for code, said in values.items():
            names_any = any(str(key) in counting for key in cited.get(code, ()))
            latest[who, code] = (said, names_any)
    known = [names_any for said, names_any in latest.values() if Value(said).is_known]
    return len(known), sum(known)


def own_weights(viewer: Viewer, evidence: Evidence) -> dict[uuid.UUID, Weight]:
    """Return by claim what the organisation for which the viewer writes here said of it and this evidence."""
    found = writable_by(viewer, Weight).filter(
        evidence=evidence.pk, owner=writes_for_in(viewer, evidence.assessment, Weight)
    )
    return {weight.claim_id: weight for weight in found}
