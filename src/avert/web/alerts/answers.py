"""What whoever reported is told, by a channel that may not carry all that was written."""

from __future__ import annotations

from django.utils.translation import gettext as _

from avert.handling import Marking
from avert.web.signals.models import Answer
from avert.web.signals.vocabulary import AnswerKind


def text_of_answer(answer: Answer, marking: Marking) -> str:
    """Return the answer's own words where the channel may carry them, and otherwise fixed ones that tell nothing."""
    return answer.text if answer.text and answer.marking <= marking else fixed_words(answer.kind)


def fixed_words(kind: str) -> str:
    """Return what can be said to anyone by any channel."""
    if kind == AnswerKind.DONE:
        return _("Thank you. What you told us was passed on to those who can act.")
    if kind == AnswerKind.NOT_DONE:
        return _("Thank you. What you told us was read. Nothing will be done now.")
    return _("Thank you. Your message has arrived.")
