"""Which status and which word an error has for a program: one shape for all of them."""

from __future__ import annotations

import logging
import re

from django.http import JsonResponse

from avert import errors
from avert.web.access import refusal

logger = logging.getLogger(__name__)
STATUSES: dict[type[errors.AvertError], int] = {
    errors.AvertError: 500,
    errors.InputError: 422,
    errors.UnknownPlaceError: 404,
    errors.UnknownPeriodError: 422,
    errors.UnknownFileError: 422,
    errors.MalformedFileError: 422,
    errors.RefusedAlertError: 422,
    errors.RefusedFileError: 422,
    errors.MissingColumnError: 500,
    errors.ConfigError: 500,
    errors.FetchError: 502,
    errors.MissingDataError: 404,
    errors.StaleRecordError: 409,
    errors.StoreError: 503,
    errors.CheckFailedError: 409,
}
"""Why MissingDataError is 404: docs/decisions/api-statuses.md."""


def problem_of(error: errors.AvertError) -> JsonResponse:
    """Return an error of ours as a program reads it; a new class takes the status of the one above it."""
    kind = next(kind for kind in type(error).__mro__ if kind in STATUSES)
    if STATUSES[kind] >= 500:
        logger.error("An answer for programs failed: %s", type(error))
    return refusal(STATUSES[kind], word_of(kind), str(error))


def word_of(kind: type[Exception]) -> str:
    """Return the word for an error.

    >>> word_of(errors.UnknownPlaceError)
    'unknown-place'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind.__name__.removesuffix("Error")).lower()


def not_found() -> JsonResponse:
    """Return what an address gets behind which there is nothing."""
    return refusal(404, "not-found", "There is nothing at this address. See /api/v1/docs/ for what there is.")
