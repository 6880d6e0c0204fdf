"""A commitment, and what is reported of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from avert.deadlines import Deadline, in_utc
from avert.errors import InputError
from avert.handling import Marking


@dataclass(frozen=True)
class Commitment:
    """Who promised what to whom, by when, and how and by whom it is to be verified.

    ``by`` and ``to`` are roles or organisations, never persons. ``calendar_uid`` is drawn at random once and kept: it
    names the date in other people's calendars, so it must not be the record's own id.
    """

    id: str
    by: str
    to: str
    what: str
    due: Deadline | None
    verified_how: str
    verified_by: str
    calendar_uid: UUID
    marking: Marking = Marking.AMBER

    def __post_init__(self) -> None:
        if not (self.by.strip() and self.to.strip() and self.what.strip()):
            raise InputError(
                "A commitment needs who, what and to whom, or nobody can say if it was kept. Add them."
            )
        if self.calendar_uid.version != 4:
            raise InputError(
                "A calendar id must be random (UUID version 4): others would tell the time or the host."
            )


class Finding(Enum):
    """What one report finds."""

    FULFILLED = "fulfilled"
    PARTLY = "partly fulfilled"
    VIOLATED = "violated"


@dataclass(frozen=True)
class Report:
    """What somebody reports of a commitment: what they find, when it was so, when recorded, on what evidence.

    Reports are only ever added. A later report of the same reporter takes the place of their earlier one; reports of
    different reporters stand side by side.
    """

    id: str
    commitment_id: str
    reporter: str
    finding: Finding
    at: dt.datetime
    recorded_at: dt.datetime
    evidence_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if in_utc(self.at) > in_utc(self.recorded_at):
            raise InputError("A report was recorded before what it reports. Correct one of the two times.")
