"""Where gateways and mail servers bring reports: bodies as they send them, answers as they take them."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from ninja import Query, Router

from avert.errors import InputError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of
from avert.web.api import record_answers as said
from avert.web.api.record_answers import WRITING, open_to
from avert.web.api.record_schemas import Text
from avert.web.api.signals import exercise_asked
from avert.web.signals.intake import selectors, services
from avert.web.signals.intake.mail import MOST_BYTES, read_mail
from avert.web.signals.intake.messages import UNREADABLE, fields_in, is_message, message_in
from avert.web.signals.models import Signal

MULTIPART = "multipart/form-data"
TEXT = {"schema": {"type": "string"}}
OBJECT = {"schema": {"type": "object", "description": "Fields as the gateway's profile names them."}}
SENT_BY_GATEWAYS: dict[str, Any] = open_to("POST") | {
    "requestBody": {
        "required": True,
        "content": {"application/json": OBJECT, "application/x-www-form-urlencoded": OBJECT},
    },
    "responses": {
        200: {
            "description": "The receipt for whoever sent the text, as the gateway takes it.",
            "content": {"application/json": OBJECT, "text/plain": TEXT, "text/xml": TEXT},
        }
    },
}
SENT_BY_MAIL_SERVERS: dict[str, Any] = open_to("POST") | {
    "requestBody": {"required": True, "content": {"message/rfc822": TEXT}}
}

router = Router(tags=["records"])
Owner = Annotated[
    uuid.UUID | None, Query(description="The organisation to write for; needed where you may for several.")
]
Place = Annotated[Text, Query("", description="Where what names no country belongs.", max_length=100)]
InExercise = Annotated[uuid.UUID | None, Query(description="The exercise that it belongs to.")]


@router.post(
    "/sms",
    response={200: None, 204: None, **WRITING},
    summary="Take in a text message",
    openapi_extra=SENT_BY_GATEWAYS,
)
def text_message(
    request: HttpRequest,
    *,
    gateway: Annotated[Text, Query("plain", description="Name of its profile.", max_length=40)] = "plain",
    language: Annotated[Text, Query("en", description="Of the receipt, such as fr.", max_length=20)] = "en",
    place: Place = "",
    owner: Owner = None,
    exercise: InExercise = None,
) -> HttpResponse:
    """Take in one text message as its gateway sends it, and answer with the receipt for whoever sent it.

    The same message sent again is one signal and gets the same answer. Long messages are joined by the gateway.
    """
    viewer, profile = person_of(request), selectors.gateway_profile(gateway)
    occasion = occasion_of(request, now=timezone.now())
    fields = _fields(request)
    if not is_message(fields, profile):
        return HttpResponse(status=204)
    receipt = selectors.receipt(language)
    services.take_in_text(
        owner_id=said.owner_asked(owner, viewer, Signal),
        message=message_in(fields, profile, now=occasion.at),
        place=said.place_asked(place),
        exercise=exercise_asked(exercise, viewer),
        receipt=receipt if profile.hands_receipt else "",
        viewer=viewer,
        occasion=occasion,
    )
    kind, body = profile.receipt(receipt)
    return HttpResponse(body, content_type=kind) if kind else HttpResponse(status=204)


@router.post(
    "/mail",
    response={204: None, **WRITING},
    summary="Take in an e-mail",
    openapi_extra=SENT_BY_MAIL_SERVERS,
)
def mail(
    request: HttpRequest, place: Place = "", owner: Owner = None, exercise: InExercise = None
) -> HttpResponse:
    """Take in one message as RFC 5322 has it. Attachments are left out and counted."""
    viewer = person_of(request)
    data = request.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise RequestDataTooBig
    services.take_in_mail(
        owner_id=said.owner_asked(owner, viewer, Signal),
        mail=read_mail(data),
        place=said.place_asked(place),
        exercise=exercise_asked(exercise, viewer),
        viewer=viewer,
        occasion=occasion_of(request, now=timezone.now()),
    )
    return HttpResponse(status=204)


def _fields(request: HttpRequest) -> dict[str, Any]:
    if request.content_type == MULTIPART:
        try:
            return dict(request.POST.items())
        except (MultiPartParserError, SuspiciousOperation):
            raise InputError(UNREADABLE) from None
    return fields_in(request.body, request.headers.get("Content-Type", ""))
