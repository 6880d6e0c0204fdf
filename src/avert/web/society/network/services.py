"""Writing down that a network was read or taken out, and having studies of it made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from avert.errors import InputError
from avert.society.network import Network
from avert.society.null_study import digest_of
from avert.web.accounts.models import Person
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.exercises.models import Exercise
from avert.web.jobs.services import enqueue
from avert.web.records import services
from avert.web.records.selectors import organisations_to_write_for
from avert.web.society.models import NetworkStudy, Structure

JOBS = {"chance": "study_network", "connect": "what_to_connect"}


@transaction.atomic
def begin_study(
    *,
    kind: str,
    asked: Mapping[str, Any],
    title: str,
    network: Network,
    on: dt.date,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    exercise: Exercise | None = None,
) -> NetworkStudy:
    """Have a network studied by a worker, for the viewer's own organisation; ``kind`` is one of ``JOBS``.

    Raises InputError where there is nothing to study, or nobody to write it for.
    """
    if not network.n:
        raise InputError(
            "There is no actor in this network, so nothing can be computed. Add structures first."
        )
    owner = organisations_to_write_for(viewer, NetworkStudy).order_by("pk").first()
    if owner is None:
        raise InputError("You may write for no organisation, so nobody could keep the answer. Ask your lead.")
    study = NetworkStudy(
        owner=owner,
        place=place,
        exercise=exercise,
        title=title,
        on=on,
        asked={**asked, "kind": kind},
        digest=digest_of(network),
    )
    services.create(record=study, viewer=viewer, occasion=occasion)
    enqueue(
        kind=JOBS[kind],
        arguments={"study": study.pk},
        idempotency_key=str(study.pk),
        created_by=viewer,
        now=occasion.at,
        owner=owner,
    )
    return study


def keep_answer(*, study: NetworkStudy, answer: Mapping[str, Any], now: dt.datetime) -> None:
    """Keep how far a study is, or what came out: numbers and ids, no names."""
    services.change_by_the_site(
        record=study, fields={"answer": dict(answer)}, occasion=Occasion.of_the_site(now)
    )


def append_read(*, occasion: Occasion) -> None:
    """Write down that the network was read."""
    services.append_list_read(kind=Structure, occasion=occasion)


def append_export(*, occasion: Occasion) -> None:
    """Write down that the network was taken out as a file."""
    services.append_list_read(kind=Structure, occasion=occasion, action=Action.EXPORT)
