"""Files of what others know: kept while they are looked at, taken in whole or not at all, and then removed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from django.db import transaction

from avert.errors import InputError, StaleRecordError
from avert.handling import Marking
from avert.society.imports import Import
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.policy import standings_in
from avert.web.audit.occasions import Occasion
from avert.web.jobs.models import Job, State
from avert.web.jobs.services import enqueue
from avert.web.records import services as records
from avert.web.records.audiences import audience_of, circle_of, is_within, narrowed, sharing_of
from avert.web.records.many import change_many, create_many
from avert.web.records.selectors import writable_by
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.society.imports import selectors
from avert.web.society.imports.planning import Plan, Sorted, plan_of, source_of
from avert.web.society.imports.reading import Form, form_of, read
from avert.web.society.models import ImportFile, Structure
from avert.web.society.vocabulary import Consent

AT_ONCE = 500  # more rows are a job
TRIES = 3
STEPS = 5
MENDED_FIRST = (
    "Something in the file must be mended first, so nothing of it was taken in. Look at what it is."
)
Advance = Callable[[int, int], None]


class CleanedFile(Protocol):
    """A file that was cleaned when it came in."""

    @property
    def content(self) -> bytes:
        """The bytes."""

    @property
    def media_type(self) -> str:
        """The media type that the content has."""

    @property
    def name(self) -> str:
        """The name to keep it under."""


@transaction.atomic
def keep_file(
    *,
    owner_id: uuid.UUID,
    file: CleanedFile,
    form: str,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
) -> ImportFile:
    """Keep a cleaned file until it is taken in. Raises InputError where it cannot be read as what it is said to be."""
    found = form_of(file.content) if form == Form.FIND_OUT else Form(form)
    read(file.content, found, source="", known=lambda: selectors.rows_known(viewer, owner_id))
    kept = ImportFile(
        owner_id=owner_id,
        place=place,
        marking=marking,
        name=file.name,
        media_type=file.media_type,
        form=found,
        data=file.content,
    )
    return records.create(record=kept, viewer=viewer, occasion=occasion, sharing=sharing)


def reading_of(file: ImportFile, *, viewer: Person) -> Import:
    """Return what a file says."""
    return read(
        file.content,
        Form(file.form),
        source=source_of(file),
        known=lambda: selectors.rows_known(viewer, file.owner_id),
    )


def take_in(
    *,
    file: ImportFile,
    viewer: Person,
    occasion: Occasion,
    advance: Advance = lambda _done, _of: None,
) -> Plan | None:
    """Take in all that a file says, and remove it, in one transaction: whoever is interrupted leaves nothing of it.

    Everything is read and compared before; where the register became another meanwhile, it is compared anew. Returns
    what was done, or None where the file was taken in before. Raises InputError where something must be mended first.
    """
    found = reading_of(file, viewer=viewer)
    if found.is_fatal:
        raise InputError(MENDED_FIRST)
    for _try in range(TRIES):
        advance(1, STEPS)
        plan = plan_of(found, file, viewer=viewer)
        advance(2, STEPS)
        with transaction.atomic():
            kept = _kept_still(file, viewer)
            if kept is None:
                return None
            if selectors.register_of(viewer, file.owner_id) == plan.register:
                _write(plan, kept, viewer, occasion, advance)
                return plan
    raise StaleRecordError(
        "The register was changed by others at the same moment. Take the file in once more."
    )


def take_in_later(*, file: ImportFile, viewer: Person, now: dt.datetime) -> Job:
    """Have a long file taken in by a worker, once however often it is asked.

    A job that failed or was cancelled does not stand in the way of another try.
    """
    tries = Job.objects.filter(kind=selectors.JOB, idempotency_key__startswith=str(file.pk))
    in_vain = tries.filter(state__in=[State.FAILED, State.CANCELLED]).count()
    return enqueue(
        kind=selectors.JOB,
        arguments={"file": file.pk},
        idempotency_key=f"{file.pk}-{in_vain}",
        created_by=viewer,
        now=now,
        owner=file.owner,
    )


def asked_before_shared(owner_id: uuid.UUID, sharing: Sharing) -> Sharing:
    """Return who of an audience may see a structure that did not agree to be listed: people of the owner alone."""
    own = {person for person, _standing in standings_in({owner_id})} if sharing.persons else set()
    return Sharing(persons=sharing.persons & own)


def _kept_still(file: ImportFile, viewer: Person) -> ImportFile | None:
    # One import of an organisation at a time: two files may say the same.
    Organisation.objects.select_for_update(no_key=True).get(pk=file.owner_id)
    kept: ImportFile | None = writable_by(viewer, ImportFile).filter(pk=file.pk).first()
    return kept


def _write(plan: Plan, file: ImportFile, viewer: Person, occasion: Occasion, advance: Advance) -> None:
    sharing = sharing_of(file.audience_id)
    act: dict[str, Any] = {"viewer": viewer, "occasion": occasion, "told_of": file.pk}
    steps = (
        (plan.structures, _by_consent(plan.structures.new, sharing)),
        (plan.activities, _within_wholes(plan.activities.new, sharing)),
        (plan.ties, iter([(sharing, plan.ties.new)])),
    )
    for step, (rows, groups) in enumerate(steps, start=3):
        for readers, new in groups:
            create_many(records=new, sharing=readers, **act)
        _change(rows, act)
        advance(min(step, STEPS), STEPS)
    records.remove(record=file, row_version=file.row_version, viewer=viewer, occasion=occasion)


def _change(rows: Sorted, act: dict[str, Any]) -> None:
    change_many(changes=rows.changed, besides=["import_digest"], **act)


def _by_consent(new: list[Structure], sharing: Sharing) -> Iterator[tuple[Sharing, list[Structure]]]:
    if not new:
        return
    agreed = {Consent.PUBLIC, Consent.GIVEN}
    yield sharing, [one for one in new if one.consent in agreed]
    yield (
        asked_before_shared(new[0].owner_id, sharing),
        [one for one in new if one.consent not in agreed],
    )


def _within_wholes(new: list[Any], sharing: Sharing) -> Iterator[tuple[Sharing, list[Any]]]:
    """Group parts by who may see them: those who were chosen, as far as they see the whole."""
    groups: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for part in new:
        whole = part.structure
        part.marking = max(part.marking, whole.marking)
        groups[whole.audience_id, whole.marking, whole.place].append(part)
    for parts in groups.values():
        yield _narrowed(parts[0], sharing), parts


def _narrowed(part: Any, sharing: Sharing) -> Sharing:
    circle = circle_of(part.owner_id, sharing, part.marking)
    if is_within(circle, part.structure, inner_owner=part.owner_id):
        return sharing
    part.audience = audience_of(sharing)
    return narrowed(part, part.structure)
