"""Reading editions: always for a viewer, and checked anew each time."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from avert.assessment import editions as pure
from avert.errors import AvertError
from avert.web.assessment.editions import keys
from avert.web.assessment.editions.contents import contents_for, kinds_of, plain_of
from avert.web.assessment.models import Assessment, Edition
from avert.web.records.audiences import circle_of_record
from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by


class Fault(StrEnum):
    """Why an edition cannot be relied on."""

    ALTERED = "altered"
    ANOTHER_KEY = "another_key"


@dataclass(frozen=True)
class Checked:
    """What a stored edition holds; nothing where it does not verify, and why."""

    edition: pure.Edition | None
    public_key: str = ""
    fault: Fault | None = None


def editions_of(viewer: Viewer, assessment: Assessment) -> RecordQuerySet:
    """Return the editions of an assessment that the viewer may read, the newest first."""
    found: RecordQuerySet = readable_by(viewer, Edition).filter(assessment=assessment.pk)
    return found.order_by("-made_at", "-created_at", "pk")


def edition_for(viewer: Viewer, edition_id: uuid.UUID) -> Edition | None:
    """Return an edition, if there is one that the viewer may read."""
    found: Edition | None = readable_by(viewer, Edition).filter(pk=edition_id).first()
    return found


def checked(row: Edition) -> Checked:
    """Return what an edition holds if it is as it was signed, by a key that its organisation has or had."""
    try:
        signed = pure.verify(row.document.encode("utf-8", "surrogatepass"))
    except AvertError:
        return Checked(None, fault=Fault.ALTERED)
    if (signed.digest, signed.fingerprint) != (row.digest, row.fingerprint):
        return Checked(None, fault=Fault.ALTERED)
    if signed.edition.assessment != str(row.assessment_id):
        return Checked(None, fault=Fault.ALTERED)
    if signed.fingerprint not in keys.public_keys(row.owner_id):
        return Checked(None, fault=Fault.ANOTHER_KEY)
    return Checked(signed.edition, signed.public_key.hex())


def as_it_stands(viewer: Viewer, row: Edition, assessment: Assessment, as_of: dt.datetime) -> pure.Edition:
    """Return the edition that would be made now for the readers of another, to compare it with that one."""
    contents = contents_for(viewer, assessment, circle_of_record(row), as_of)
    standing = contents.standing
    return pure.Edition(
        assessment=str(assessment.pk),
        number=0,
        place=assessment.place,
        issuer="",
        marking=row.marking,
        issued_at=as_of,
        standing=standing,
        kinds=kinds_of(standing),
        more=plain_of(contents),
    )
