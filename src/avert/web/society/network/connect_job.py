"""Work out what to connect in a large network."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from avert.errors import InputError
from avert.society.null_study import digest_of
from avert.web.jobs.arguments import Key
from avert.web.jobs.context import JobContext
from avert.web.jobs.registry import JobKind
from avert.web.society.models import NetworkStudy
from avert.web.society.network.connect_page import proposed, said_of
from avert.web.society.network.selectors import study_and_author
from avert.web.society.network.services import JOBS, keep_answer
from avert.web.society.network_of import Known, known_to

READING, CHOOSING = gettext_noop("reading the network"), gettext_noop("choosing ties")
SECONDS = 60.0


def run(job: JobContext) -> None:
    """Answer a study; one that is gone or answered needs nothing."""
    job.advance(0, 2, READING)
    found = study_and_author(job["study"])
    if found is not None and not found[0].answer.get("is_done"):
        study, author = found
        _answer(job, study, known_to(author, place=study.place, exercise_id=study.exercise_id))
    job.advance(2, 2)


def _answer(job: JobContext, study: NetworkStudy, known: Known) -> None:
    network = known.network(study.on)
    if digest_of(network) != study.digest:
        raise InputError(
            "The network has changed since this was asked, so the answer would be of another. Ask again."
        )
    job.advance(1, 2, CHOOSING)
    proposal = proposed(network, known, study.on, study.asked, seconds=SECONDS)
    job.advance(1, 2, CHOOSING)
    # What is kept names nobody: whoever may read the study may not be the custodian of all of them.
    said = said_of(proposal, network, (), "en")
    keep_answer(study=study, answer={"is_done": True, "said": said}, now=job.now())


KIND = JobKind(
    name=JOBS["connect"],
    label=_("Work out what to connect"),
    run=run,
    arguments={"study": Key()},
    steps=(READING, CHOOSING),
)
