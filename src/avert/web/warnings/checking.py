"""Looking at a warning before it goes out, or within thirty minutes after: never by whoever wrote it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.records import services
from avert.web.records.audiences import sharing_of
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.writing import rows_of
from avert.web.warnings.models import Check, Warning
from avert.web.warnings.vocabulary import CheckKind, State, Verdict
from avert.web.warnings.writing import addressees_of, authors_of, current, set_state

QUESTIONS = ("panic", "entrapment", "exposure")


class NotSecondPersonError(InputError):
    """Whoever wrote a warning wants to judge it."""


@transaction.atomic
def check(
    *,
    warning: Warning,
    kind: CheckKind,
    verdict: Verdict,
    viewer: Person,
    occasion: Occasion,
    row_version: int | None = None,
    panic: str = "",
    entrapment: str = "",
    exposure: str = "",
    note: str = "",
) -> Check:
    """Write down what a second person found; a *no* before release takes the warning back to draft.

    A *no* needs its reason in ``note``. Raises NotSecondPersonError, InputError, StaleRecordError and, for programs,
    PermissionDenied.
    """
    if viewer.is_service:
        raise PermissionDenied
    is_review = kind == CheckKind.SECOND_REVIEW
    state = State.RELEASED if is_review else State.PROPOSED
    found = current(warning, viewer, state, row_version=row_version)
    refuse_author(found, viewer)
    given = {"panic": panic.strip(), "entrapment": entrapment.strip(), "exposure": exposure.strip()}
    _check_reasons(kind, verdict, given, note)
    if is_review and found.review_due_at is None:
        raise InputError("This warning waits for no second review.")
    written = _write(found, kind, verdict, viewer, occasion, note=note.strip(), **given)
    if is_review:
        _end_review(found, viewer, occasion)
    elif verdict == Verdict.NO:
        set_state(found, State.DRAFT, viewer, occasion, note.strip()[:500])
    return written


def refuse_author(warning: Warning, viewer: Person) -> None:
    """Refuse whoever began a warning or last changed it: four eyes are two persons."""
    if viewer.pk in authors_of(warning):
        raise NotSecondPersonError(
            "You wrote or last changed this warning, so somebody else has to look at it. Ask a colleague."
        )


def needs_safe_message(warning: Warning) -> bool:
    """Say whether people at risk are addressed and nobody has found yet that this very version is safe for them."""
    return any(a.is_at_risk for a in addressees_of(warning)) and not _is_found(
        warning, CheckKind.SAFE_MESSAGE
    )


def write_release(warning: Warning, viewer: Person, occasion: Occasion, note: str) -> None:
    """Write down that the viewer found that this very version may go out, unless she has done so."""
    if not _is_found(warning, CheckKind.RELEASE, by=viewer):
        _write(warning, CheckKind.RELEASE, Verdict.YES, viewer, occasion, note=note)


def _is_found(warning: Warning, kind: CheckKind, by: Person | None = None) -> bool:
    found = rows_of(Check).filter(
        warning=warning.pk, kind=kind, verdict=Verdict.YES, of_version=warning.row_version
    )
    return (found.filter(created_by=by) if by else found).exists()


def _write(
    warning: Warning, kind: CheckKind, verdict: Verdict, viewer: Person, occasion: Occasion, **content: str
) -> Check:
    written = Check(
        owner_id=warning.owner_id,
        warning=warning,
        marking=warning.marking,
        kind=kind,
        verdict=verdict,
        of_version=warning.row_version,
        **content,
    )
    # What is TLP:RED is seen by those named, so they see its checks too.
    is_red = warning.marking == Marking.RED
    sharing = Sharing(persons=sharing_of(warning.audience_id).persons) if is_red else NOBODY_ELSE
    return services.create(record=written, viewer=viewer, occasion=occasion, sharing=sharing)


def _check_reasons(kind: CheckKind, verdict: Verdict, given: dict[str, str], note: str) -> None:
    if verdict == Verdict.NO and not note.strip():
        raise InputError("A no has no reason, so that nobody could mend it. Add the reason.")
    if kind == CheckKind.SAFE_MESSAGE and not all(given.values()):
        raise InputError("Answer all three questions: panic, entrapment and exposure.")


def _end_review(warning: Warning, viewer: Person, occasion: Occasion) -> None:
    services.change(
        record=warning,
        row_version=warning.row_version,
        fields={"review_due_at": None},
        viewer=viewer,
        occasion=occasion,
    )
