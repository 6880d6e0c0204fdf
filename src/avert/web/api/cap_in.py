"""Alerts of other systems, handed in by program: CAP 1.2, with a token that writes."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from avert.assessment.grading import Grade
from avert.errors import InputError
from avert.handling import Marking
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of
from avert.web.api import record_answers as said
from avert.web.api import record_schemas as schemas
from avert.web.api.record_answers import WRITING, open_to
from avert.web.signals.feeds.alerts import take_in_alert
from avert.web.signals.models import Signal

CAP_TYPE = "application/cap+xml"

router = Router(tags=["records"])


class TakenIn(Schema):
    """What became of an alert. It repeats nothing of it."""

    id: uuid.UUID | None = Field(description="Of the signal; null where that was removed since.")
    is_new: bool = Field(description="False where the same message was taken in before.")
    is_vouched_for: bool = Field(
        description="Signed with a certificate that this deployment trusts; else its grade is F6."
    )


@router.post(
    "",
    response={201: TakenIn, 200: TakenIn, **WRITING},
    summary="Hand in an alert",
    openapi_extra={
        **open_to("POST"),
        "requestBody": {
            "required": True,
            "content": {CAP_TYPE: {"schema": {"type": "string"}}},
        },
    },
)
def hand_in(
    request: HttpRequest,
    owner: Annotated[
        uuid.UUID | None,
        Query(None, description="The organisation to write for; needed where you may for several."),
    ] = None,
    place: Annotated[
        schemas.Text,
        Query("", description="Where the alert itself names no country that you write of.", max_length=100),
    ] = "",
    marking: Annotated[
        schemas.MarkingLabel,
        Query("TLP:AMBER+STRICT", description="How far it may travel, unless it says less itself."),
    ] = "TLP:AMBER+STRICT",
    grade: Annotated[
        schemas.Text,
        Query(
            "F6",
            description="Admiralty, such as B2; counts only if it is signed by somebody trusted here.",
            max_length=2,
        ),
    ] = "F6",
) -> Status[dict[str, Any]]:
    """Take in one alert in CAP 1.2; sent twice, it is one signal.

    An exercise, a test, an alert whose time is over and one that is wrongly signed are refused, and nothing is kept.
    """
    if request.content_type != CAP_TYPE:
        raise InputError(f"An alert is sent as {CAP_TYPE}. Say so in Content-Type.")
    viewer = person_of(request)
    taken = take_in_alert(
        data=request.body,
        owner_id=said.owner_asked(owner, viewer, Signal),
        viewer=viewer,
        occasion=occasion_of(request, now=timezone.now()),
        place=said.place_asked(place),
        marking=Marking.parse(marking),
        grade=str(Grade.parse(grade)),
    )
    answer = {"id": taken.signal_id, "is_new": taken.is_new, "is_vouched_for": bool(taken.signer)}
    return Status(201 if taken.is_new else 200, answer)
