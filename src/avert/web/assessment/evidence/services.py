"""Adding evidence and claims, weighing the one against the other, and making tasks of what nobody knows."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from avert.assessment.grading import Grade
from avert.errors import InputError, StaleRecordError
from avert.web.accounts.models import Organisation, Person
from avert.web.assessment.evidence.selectors import EVIDENCE_OF, may_close
from avert.web.assessment.models import Assessment, Claim, Evidence, Gap, Weight
from avert.web.assessment.vocabulary import GapState
from avert.web.audit.occasions import Occasion
from avert.web.records import services as records
from avert.web.records.audiences import circle_of_record
from avert.web.records.models import Link
from avert.web.records.selectors import (
    is_readable,
    is_writable,
    organisations_known_to,
    record_for,
    writable_by,
)
from avert.web.records.sharing import Sharing
from avert.web.records.taking_part import add_part, writes_for_in
from avert.web.records.writing import rows_of


@transaction.atomic
def add_evidence(
    *,
    assessment: Assessment,
    viewer: Person,
    occasion: Occasion,
    evidence_of: uuid.UUID | None = None,
    sharing: Sharing | None = None,
    **content: Any,
) -> Evidence:
    """Add a piece of evidence, for whoever reads the assessment or fewer; ``content`` are its fields by name.

    ``evidence_of`` is a record that the viewer may read, such as a signal. Raises InputError for an unusable grade.
    """
    _check_evidence(content)
    about = record_for(viewer, evidence_of) if evidence_of else None
    elsewhere = getattr(about, "exercise_id", assessment.exercise_id) != assessment.exercise_id
    if evidence_of and (about is None or elsewhere):
        raise InputError("What this is evidence of is not there, or not for you. Leave it out.")
    made = add_part(
        part=Evidence(assessment=assessment, **content), viewer=viewer, occasion=occasion, sharing=sharing
    )
    if about is not None:
        Link.objects.create(from_id=made.pk, to_id=about.pk, kind=EVIDENCE_OF)
    return made


def change_evidence(
    *,
    record: Evidence,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Evidence:
    """Change a piece of evidence as it was read at ``row_version``. Raises like ``add_evidence``."""
    names = ("reliability", "credibility", "is_discarded", "discarded_why")
    _check_evidence({name: getattr(record, name) for name in names} | dict(fields))
    return records.change(
        record=record, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )


def add_claim(
    *,
    assessment: Assessment,
    viewer: Person,
    occasion: Occasion,
    sharing: Sharing | None = None,
    **content: Any,
) -> Claim:
    """Add something held to be so; claims with the same ``answers`` compete."""
    part = Claim(assessment=assessment, **_trimmed(content))
    return add_part(part=part, viewer=viewer, occasion=occasion, sharing=sharing)


def change_claim(
    *,
    record: Claim,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Claim:
    """Change a claim as it was read at ``row_version``."""
    return records.change(
        record=record,
        row_version=row_version,
        fields=_trimmed(fields),
        viewer=viewer,
        occasion=occasion,
        why=why,
    )


@transaction.atomic
def weigh_evidence(
    *,
    evidence: Evidence,
    claim: Claim,
    bearing: str,
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Weight:
    """Say for one's own organisation how evidence bears on a claim, anew where it was said before.

    It is for whoever reads both. Raises InputError where the two are of different assessments, PermissionDenied.
    """
    if evidence.assessment_id != claim.assessment_id:  # type: ignore[attr-defined]  # Django gives the column
        raise InputError("Evidence and claim are of different assessments. Choose one of the same.")
    owner_id = writes_for_in(viewer, claim, Weight)
    if owner_id is None or not is_readable(evidence, viewer=viewer):
        raise PermissionDenied
    own = writable_by(viewer, Weight).filter(evidence=evidence.pk, claim=claim.pk, owner=owner_id).first()
    if own is not None:
        fields = {"bearing": bearing, "why": why}
        return records.change(
            record=own, row_version=own.row_version, fields=fields, viewer=viewer, occasion=occasion
        )
    part = Weight(claim=claim, evidence=evidence, bearing=bearing, why=why)
    sharing = _readers_of_both(claim, evidence, besides=owner_id)
    return add_part(part=part, viewer=viewer, occasion=occasion, sharing=sharing)


def add_gap(
    *,
    assessment: Assessment,
    viewer: Person,
    occasion: Occasion,
    organisation: Organisation | None = None,
    **content: Any,
) -> Gap:
    """Make a task of what is not known; the organisation, if one is named, is known to the viewer."""
    _check_gap(content)
    _check_known(viewer, organisation)
    part = Gap(assessment=assessment, organisation=organisation, **content)
    return add_part(part=part, viewer=viewer, occasion=occasion)


def change_gap(
    *,
    record: Gap,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Gap:
    """Change a task as it was read at ``row_version``. To close it needs words. Raises like ``add_gap``."""
    _check_gap({"state": record.state, "found": record.found} | dict(fields))
    chosen = fields.get("organisation")
    if chosen is not None and chosen.pk != record.organisation_id:
        _check_known(viewer, chosen)
    return records.change(
        record=record, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )


@transaction.atomic
def close_gap(
    *,
    gap: Gap,
    row_version: int,
    found: str,
    viewer: Person,
    occasion: Occasion,
    state: str = GapState.FILLED,
) -> Gap:
    """Say what was found out, or why a task was dropped: its writers may, and whoever it is asked of."""
    fields = {"state": state, "found": found}
    if is_writable(gap, viewer=viewer):
        return change_gap(
            record=gap, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion
        )
    if not is_readable(gap, viewer=viewer) or not may_close(viewer, gap):
        raise PermissionDenied
    _check_gap(fields)
    now = rows_of(Gap).select_for_update(of=("self",)).get(pk=gap.pk)
    if now.row_version != row_version or now.state != GapState.OPEN:
        raise StaleRecordError("Someone else has changed this since. Look at it once more.")
    # It stays the record of whoever asked: the audit keeps who answered.
    return records.change_by_the_site(record=gap, fields=fields, occasion=occasion)


def append_list_read(*, occasion: Occasion) -> None:
    """Write down that the evidence of an assessment was read."""
    records.append_list_read(kind=Evidence, occasion=occasion)


def _readers_of_both(claim: Claim, evidence: Evidence, *, besides: uuid.UUID) -> Sharing:
    of_claim, of_evidence = circle_of_record(claim), circle_of_record(evidence)
    organisations = (of_claim.organisations & of_evidence.organisations) - {besides}
    return Sharing(organisations=organisations, persons=of_claim.persons & of_evidence.persons)


def _check_evidence(content: Mapping[str, Any]) -> None:
    Grade.parse(f"{content.get('reliability', 'F')}{content.get('credibility', 6)}")
    if content.get("is_discarded") and not str(content.get("discarded_why", "")).strip():
        raise InputError(
            "Evidence was discarded without a reason, so that nobody could object. Say why it no longer counts."
        )


def _check_gap(content: Mapping[str, Any]) -> None:
    state = content.get("state", GapState.OPEN)
    if state != GapState.OPEN and not str(content.get("found", "")).strip():
        raise InputError(
            "A gap was closed without words, so that it would be asked again. Say what was found, or why it was "
            "dropped."
        )


def _check_known(viewer: Person, organisation: Organisation | None) -> None:
    if organisation and not organisations_known_to(viewer).filter(pk=organisation.pk).exists():
        raise PermissionDenied


def _trimmed(content: Mapping[str, Any]) -> dict[str, Any]:
    # Claims compete by the question that they answer, so a blank more or less must not part them.
    return {name: " ".join(text.split()) if name == "answers" else text for name, text in content.items()}
