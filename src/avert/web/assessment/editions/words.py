"""How values, and what becomes of them, are said on the pages of editions and of the mirror."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from avert.assessment.changes import What
from avert.assessment.values import Value
from avert.web.assessment.vocabulary import Bearing
from avert.web.assessment.words import VALUES

WHAT: dict[What, Promise] = {
    What.NEW: _("new"),
    What.RAISED: _("raised"),
    What.LOWERED: _("lowered"),
    What.NO_LONGER_KNOWN: _("no longer known"),
    What.GONE_STALE: _("too old now to rest on"),
    What.DISSENT: _("declared a dissent"),
}
PARTS: dict[str, Promise] = {
    "stakeholders": _("stakeholders"),
    "readings": _("readings"),
    "claims": _("claims"),
    "evidence": _("pieces of evidence"),
    "gaps": _("open gaps"),
}


def value_text(value: Value | None) -> str:
    """Return what a value is called; a dash where there was no answer."""
    return "–" if value is None else str(VALUES[value])


def bearing_text(bearing: str) -> str:
    """Return how evidence bears on a claim."""
    return str(dict(Bearing.choices).get(bearing, bearing))
