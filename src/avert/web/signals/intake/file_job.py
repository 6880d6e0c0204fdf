"""Take in a long file of reports."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from avert.web.audit.occasions import ActorKind, Occasion
from avert.web.jobs.arguments import Key
from avert.web.jobs.context import JobContext
from avert.web.jobs.registry import JobKind
from avert.web.signals.intake import selectors
from avert.web.signals.intake.files import JOB, take_in_file

STEP = gettext_noop("taking reports in")


def run(job: JobContext) -> None:
    """Take in what is left of the file, for whoever handed it in; a file that is gone was taken in before."""
    job.advance(0, 1, STEP)
    found = selectors.file_and_author(job["file"])
    if found is not None:
        file, author = found
        occasion = Occasion(job.now(), ActorKind.PERSON, author.pk, file.owner_id)
        take_in_file(
            file=file, viewer=author, occasion=occasion, advance=lambda done, of: job.advance(done, of, STEP)
        )
    job.advance(1, 1)


KIND = JobKind(
    name=JOB, label=_("Take in a file of reports"), run=run, arguments={"file": Key()}, steps=(STEP,)
)
