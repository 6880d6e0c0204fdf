"""Which ways in are open, and what they are told by: code card, gateway profiles, receipts."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from avert.errors import ConfigError, MalformedFileError
from avert.warning.text_codes import CodeCard, read_card
from avert.warning.text_codes.card import CARD
from avert.web.accounts.models import AccessToken, Organisation, Person, Role
from avert.web.accounts.policy import WRITERS
from avert.web.accounts.vocabulary import Scope
from avert.web.jobs.models import Job
from avert.web.jobs.selectors import jobs_for
from avert.web.records.policy import Viewer
from avert.web.records.selectors import organisations_to_write_for, readable_by
from avert.web.records.writing import rows_of
from avert.web.signals.intake import profiles
from avert.web.signals.intake.models import ReportFile
from avert.web.signals.intake.receipts import receipt_in, receipts
from avert.web.signals.models import Signal
from avert.web.signals.vocabulary import About

CARD_NAME, GATEWAYS = "code_card.yaml", "gateways"


def card() -> CodeCard:
    """Return the code card of this deployment. Raises ConfigError where its own cannot be used."""
    own = Path(settings.CONFIG.home) / CARD_NAME
    try:
        found = read_card(own if own.exists() else CARD)
    except MalformedFileError as error:
        raise ConfigError(str(error)) from None
    unknown = {kind.about for kind in found.kinds} | {found.uncoded}
    if unknown := unknown - set(About.values):
        known = ", ".join(About.values)
        raise ConfigError(f"{CARD_NAME}: {', '.join(sorted(unknown))} is no word of signals. Use: {known}.")
    return found


def gateway_profiles() -> dict[str, profiles.Profile]:
    """Return every gateway profile of this deployment by name. Raises ConfigError."""
    try:
        return profiles.profiles(_own_gateways())
    except MalformedFileError as error:
        raise ConfigError(str(error)) from None


def gateway_profile(name: str) -> profiles.Profile:
    """Return one gateway profile. Raises InputError where there is none, ConfigError where one cannot be used."""
    try:
        return profiles.profile_called(name, _own_gateways())
    except MalformedFileError as error:
        raise ConfigError(str(error)) from None


def receipt(language: str) -> str:
    """Return what a texter is answered at once, in a language or in English."""
    return receipt_in(language, settings.CONFIG.receipts)


def all_receipts() -> dict[str, str]:
    """Return the receipt in every language there is."""
    return receipts(settings.CONFIG.receipts)


def program_for(program: str, owner: str) -> Person | None:
    """Return a program of an organisation, both by id, unless it was ended. Raises ValueError for what is no id."""
    own = Person.objects.filter(memberships__organisation=uuid.UUID(owner), is_service=True, is_active=True)
    return own.filter(pk=uuid.UUID(program)).first()


def file_for(viewer: Viewer, file_id: uuid.UUID) -> ReportFile | None:
    """Return a file that was handed in, if there is one that the viewer may read."""
    found: ReportFile | None = readable_by(viewer, ReportFile).filter(pk=file_id).first()
    return found


def job_of(file: ReportFile, *, viewer: Viewer) -> Job | None:
    """Return the newest job that takes a file in, if the viewer may see one."""
    found = jobs_for(viewer=viewer).filter(kind="take_in_file", idempotency_key__startswith=str(file.pk))
    return found.order_by("-created_at").first()


def organisations_for(viewer: Viewer) -> QuerySet[Organisation]:
    """Return the organisations for which the viewer may take reports in."""
    return organisations_to_write_for(viewer, Signal).order_by("pk")


def has_program(organisation: Organisation, *, now: dt.datetime) -> bool:
    """Say whether a program with a good token may send reports in for an organisation."""
    writing = Role.objects.filter(membership__organisation=organisation, kind__in=WRITERS)
    tokens = AccessToken.objects.filter(
        person__in=writing.values("membership__person"),
        person__is_service=True,
        person__is_active=True,
        revoked_at=None,
        expires_at__gt=now,
    )
    return any(Scope.WRITE in scopes for scopes in tokens.values_list("scopes", flat=True))


def file_and_author(file_id: uuid.UUID | str) -> tuple[ReportFile, Person] | None:
    """Return a file for the worker that takes it in, and who handed it in, as far as she may still read it."""
    author = Person.objects.filter(pk__in=rows_of(ReportFile).filter(pk=file_id).values("created_by")).first()
    file = file_for(author, uuid.UUID(str(file_id))) if author else None
    return (file, author) if file and author else None


def _own_gateways() -> Path:
    return Path(settings.CONFIG.home) / GATEWAYS
