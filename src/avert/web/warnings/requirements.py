"""What a warning must say before it may be proposed or go out, and what of it is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from avert.handling import Marking
from avert.web.site.components import Text
from avert.web.warnings.models import Addressee, Warning
from avert.web.warnings.vocabulary import Message, Probability

NEEDED: tuple[tuple[str, Text], ...] = (
    ("what", _("Say what may happen.")),
    ("to_whom", _("Say to whom it may happen.")),
    ("place", _("Say where: the country or province is enough.")),
    ("window_from", _("Say from when.")),
    ("window_until", _("Say until when.")),
    ("probability", _("Say how likely it is, or that this cannot be said.")),
    ("rests_on", _("Say what it rests on.")),
    ("would_change", _("Say what would change your mind.")),
    ("harm_of_issuing", _("Say what harm the warning itself may do.")),
)
# What is withdrawn or over is no longer likely or unlikely; why it is so stands in ``what``.
NEEDED_AT_THE_END: tuple[tuple[str, Text], ...] = (
    ("what", _("Say why: what is known now.")),
    ("place", _("Say where: the country or province is enough.")),
)
ENDS = frozenset({Message.CANCEL, Message.ALL_CLEAR})


@dataclass(frozen=True)
class Missing:
    """Something that is missing, and where below the warning's address it is mended."""

    text: Text
    where: str


def missing_in(warning: Warning, addressees: Collection[Addressee], now: dt.datetime) -> list[Missing]:
    """Return all that is missing before a warning may go out, in the order in which its form asks for it."""
    needed = NEEDED_AT_THE_END if warning.message in ENDS else NEEDED
    found = [
        Missing(text, f"edit/#id_{name}") for name, text in needed if getattr(warning, name) in {None, ""}
    ]
    if warning.message not in ENDS:
        found += _of_likelihood(warning)
        found += _of_window(warning, now)
    return [*found, *_of_addressees(warning, addressees, now)]


def _of_likelihood(warning: Warning) -> Iterator[Missing]:
    is_said = warning.probability not in {"", Probability.UNKNOWN}
    if is_said and not warning.confidence:
        yield Missing(_("Say how sure you are, apart from how likely it is."), "edit/#id_confidence")


def _of_window(warning: Warning, now: dt.datetime) -> Iterator[Missing]:
    first, last = warning.window_from, warning.window_until
    if first and last and last < first:
        yield Missing(_("The window ends before it begins."), "edit/#id_window_until")
    elif last and last < now.date():
        yield Missing(_("The window is over already."), "edit/#id_window_until")


def _of_addressees(
    warning: Warning, addressees: Collection[Addressee], now: dt.datetime
) -> Iterator[Missing]:
    if not addressees:
        yield Missing(
            _("Name at least one addressee who can act, and what is asked of them by when."),
            "addressees/new/",
        )
    for addressee in addressees:
        if problem := _problem_of(warning, addressee, now):
            yield Missing(problem, f"addressees/{addressee.pk}/edit/")


def _problem_of(warning: Warning, addressee: Addressee, now: dt.datetime) -> Text:
    if warning.marking == Marking.RED and addressee.organisation_id:
        return red_refuses_organisations()
    if not addressee.can_do or not addressee.asked:
        return _("Say of each addressee what they can do and what is asked of them.")
    if addressee.acknowledge_by is None:
        return _("Say by when each addressee should acknowledge it.")
    if addressee.acknowledge_by <= now:
        return _("An addressee is asked to acknowledge by a time that is past.")
    return ""


def red_refuses_organisations() -> Text:
    """Return why a warning marked TLP:RED goes to no organisation."""
    return _(
        "A warning marked TLP:RED is for persons by name, so no organisation can be addressed: its people could not "
        "open it. Choose another marking or address a contact."
    )
