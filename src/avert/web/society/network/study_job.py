"""Compare the measures of a network with chance, and say how far missing ties may move them."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from avert.errors import InputError
from avert.society.missing_ties import Assumptions
from avert.society.network import Network
from avert.society.null_study import Spec, Study, advance, digest_of
from avert.society.vocabulary import ALERT_LAYERS
from avert.web.jobs.arguments import Key
from avert.web.jobs.context import JobContext
from avert.web.jobs.registry import JobKind
from avert.web.society.models import NetworkStudy
from avert.web.society.network.measured import rows_of_profile
from avert.web.society.network.selectors import study_and_author
from avert.web.society.network.services import JOBS, keep_answer
from avert.web.society.network_of import network_of

MEASURING, DRAWING = gettext_noop("measuring"), gettext_noop("drawing networks by chance")
# Of the ties that exist, so many were not reported; of those reported, so many do not exist.
MISSING, WRONG = (0.1, 0.3), (0.0, 0.05)
ASSUMED = Assumptions(dict.fromkeys(ALERT_LAYERS, MISSING), WRONG)
KEEPS = 5  # times while it goes on: each leaves a line in the history


def run(job: JobContext) -> None:
    """Go on from what was kept last; a study that is gone or done needs nothing."""
    job.advance(0, 1, MEASURING)
    found = study_and_author(job["study"])
    if found is not None and not found[0].answer.get("is_done"):
        study, author = found
        network = network_of(author, place=study.place, on=study.on, exercise_id=study.exercise_id)
        _study(job, study, network)
    job.advance(1, 1)


def _study(job: JobContext, study: NetworkStudy, network: Network) -> None:
    if digest_of(network) != study.digest:
        raise InputError(
            "The network has changed since its study was asked for, so the answer would be of another. Ask again."
        )
    answer: dict[str, Any] = dict(study.answer) or {"rows": rows_of_profile(network)}
    drawn = Study.from_json(json.dumps(answer["drawn"])) if "drawn" in answer else Study(_spec(study))
    steps = max(1, drawn.spec.total // KEEPS)
    kept = drawn.progress[0]
    while not drawn.is_done:
        drawn = advance(drawn, network)
        done, of = drawn.progress
        job.advance(done, of + 1, DRAWING)
        if done - kept >= steps and not drawn.is_done:
            keep_answer(study=study, answer={**answer, "drawn": json.loads(drawn.to_json())}, now=job.now())
            kept = done
    keep_answer(study=study, answer={"rows": answer["rows"], **_compared(drawn)}, now=job.now())


def _spec(study: NetworkStudy) -> Spec:
    asked = study.asked
    given = {name: asked[name] for name in ("draws", "completions") if name in asked}
    return Spec(seed=study.pk.int % 2**32, assumptions=ASSUMED, **given)


def _compared(drawn: Study) -> dict[str, Any]:
    return {
        "is_done": True,
        "draws": drawn.spec.draws,
        "compared": {
            name: [one.observed, one.mean, one.z, one.p_two_sided]
            for name, one in drawn.comparisons().items()
        },
        "intervals": {name: [one.low, one.high, one.level] for name, one in drawn.intervals().items()},
    }


KIND = JobKind(
    name=JOBS["chance"],
    label=_("Compare a peace network with chance"),
    run=run,
    arguments={"study": Key()},
    steps=(MEASURING, DRAWING),
)
