"""Take in a long file of structures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from avert.web.audit.occasions import ActorKind, Occasion
from avert.web.jobs.arguments import Key
from avert.web.jobs.context import JobContext
from avert.web.jobs.registry import JobKind
from avert.web.society.imports import selectors
from avert.web.society.imports.services import STEPS, take_in

STEP = gettext_noop("taking structures in")


def run(job: JobContext) -> None:
    """Take in the file for whoever handed it in; a file that is gone was taken in before."""
    job.advance(0, STEPS, STEP)
    found = selectors.file_and_author(job["file"])
    if found is not None:
        file, author = found
        occasion = Occasion(job.now(), ActorKind.PERSON, author.pk, file.owner_id)
        take_in(
            file=file, viewer=author, occasion=occasion, advance=lambda done, of: job.advance(done, of, STEP)
        )
    job.advance(STEPS, STEPS)


KIND = JobKind(
    name=selectors.JOB,
    label=_("Take in structures and what they do"),
    run=run,
    arguments={"file": Key()},
    steps=(STEP,),
)
