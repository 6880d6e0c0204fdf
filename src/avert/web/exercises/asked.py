"""Which exercise a page was asked for."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest

from avert.web.accounts.selectors import viewer_of
from avert.web.exercises.selectors import exercise_for


def exercise_asked(request: HttpRequest) -> Any:
    """Return the exercise that the address names; none for what is real, and 404 for what is hidden or missing."""
    asked = request.GET.get("exercise", "")
    if not asked:
        return None
    try:
        found = exercise_for(viewer_of(request), uuid.UUID(asked))
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found
