"""Send a file that someone handed in: to be kept, never to be shown by the browser as a page of this site."""

from __future__ import annotations

from typing import Protocol

from django.http import HttpResponse
from django.utils.http import content_disposition_header


class Downloadable(Protocol):
    """What can be sent: a cleaned file, or whatever keeps one."""

    @property
    def content(self) -> bytes:
        """The bytes of the file."""

    @property
    def media_type(self) -> str:
        """The media type found when it was cleaned."""

    @property
    def name(self) -> str:
        """The cleaned name."""


def download_response(file: Downloadable) -> HttpResponse:
    """Return the file as a download that no browser guesses at, runs, frames or caches."""
    response = HttpResponse(bytes(file.content), content_type=file.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file.name
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    # Set here, so that the policy of pages does not replace it.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return response
