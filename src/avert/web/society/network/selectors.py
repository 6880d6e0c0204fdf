"""Which studies of a network there are, and whose network a viewer keeps."""

from __future__ import annotations

import uuid
from typing import Any

from avert.web.accounts.models import Person
from avert.web.jobs.models import Job
from avert.web.jobs.selectors import jobs_for
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by
from avert.web.records.writing import rows_of
from avert.web.society.models import NetworkStudy
from avert.web.society.policy import organisations_kept_by
from avert.web.society.selectors import structures_for


def newest_study(
    viewer: Viewer, kind: str, *, place: str, exercise_id: uuid.UUID | None
) -> NetworkStudy | None:
    """Return the study of a kind that was begun last for a place, if the viewer may read one."""
    found = readable_by(viewer, NetworkStudy).filter(asked__kind=kind, place=place, exercise=exercise_id)
    newest: NetworkStudy | None = found.order_by("-created_at", "pk").first()
    return newest


def study_and_author(study_id: uuid.UUID | str) -> tuple[NetworkStudy, Person] | None:
    """Return a study for the worker that goes on with it, and who began it, as far as she may still read it."""
    author = Person.objects.filter(
        pk__in=rows_of(NetworkStudy).filter(pk=study_id).values("created_by")
    ).first()
    study = readable_by(author, NetworkStudy).filter(pk=study_id).first() if author else None
    return (study, author) if study and author else None


def job_of(viewer: Person, study: NetworkStudy) -> Job | None:
    """Return the job that works on a study, if the viewer may see it."""
    found: Any = jobs_for(viewer=viewer).filter(arguments__study=str(study.pk))
    newest: Job | None = found.order_by("-created_at").first()
    return newest


def structures_kept(
    viewer: Viewer, *, place: str, exercise_id: uuid.UUID | None
) -> dict[uuid.UUID, frozenset[str]]:
    """Return the structures of each organisation whose network the viewer keeps: nobody else's."""
    kept = organisations_kept_by(viewer)
    if not kept:
        return {}
    rows = structures_for(viewer, place=place, exercise_id=exercise_id).filter(owner__in=kept)
    found: dict[uuid.UUID, set[str]] = {}
    for owner, key in rows.values_list("owner", "pk"):
        found.setdefault(owner, set()).add(str(key))
    return {owner: frozenset(keys) for owner, keys in found.items()}
