"""The submission: one page on which a desk officer asks her principal for a decision.

Only what is known is filled in: place, date, marking and two sentences of context with their sources. Every other
field says what is missing and who decides. Nothing here recommends.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from avert.brief.document import PROHIBITED, PreventionBrief
from avert.brief.quantities import Statement
from avert.handling import Marking

NO_NEW_ACTION, NEW_ACTION = "no_new_action", "new_action"
CHOICES = {NO_NEW_ACTION: "No new action, because", NEW_ACTION: "Action as recommended below, because"}
LINE, PARAGRAPH = 120, 420
"""So many signs a field of one line takes, and one of a paragraph; full, they still fit one page."""


@dataclass(frozen=True)
class Field:
    """One field of the page: what stands in it, or what is missing and who decides."""

    key: str
    label: str
    missing: str
    who_decides: str
    most: int = PARAGRAPH
    text: str = ""


@dataclass(frozen=True)
class Choice:
    """One of the decisions that can be ticked, with its reason."""

    key: str
    label: str
    is_chosen: bool = False
    because: str = ""


@dataclass(frozen=True)
class Submission:
    """The page."""

    place_key: str
    place: str
    code: str
    marking: Marking
    issued_at: dt.datetime
    context: tuple[Statement, ...]
    context_sources: tuple[str, ...]
    fields: tuple[Field, ...]
    choices: tuple[Choice, ...]
    prohibited: str = PROHIBITED

    @property
    def title(self) -> str:
        """Name the document."""
        return f"{self.place}: submission"

    @property
    def file_stem(self) -> str:
        """Return a plain file name without its ending."""
        return f"{self.code}-submission-{self.issued_at:%Y-%m-%d}"

    def field(self, key: str) -> Field:
        """Return a field by its key."""
        return next(field for field in self.fields if field.key == key)


FIELDS = (
    Field("purpose", "Purpose", "What this paper is for, in one line.", "the desk officer", LINE),
    Field("deadline", "Deadline", "The day by which the decision is needed, and what happens if it passes.",
          "the desk officer", LINE),
    Field("classification", "Classification", "Your own organisation's classification; the marking above is for "
          "sharing only.", "your security office", LINE),
    Field("decision", "Decision sought", "What exactly the principal is asked to decide.", "the desk officer"),
    Field("options", "Options", "The options weighed, with risks to people of each; nothing has been weighed yet.",
          "the desk, with those who know the place; after a Do-No-Harm review"),
    Field("recommendation", "Recommendation", "Which option and why. None is made before a Do-No-Harm review.",
          "the head of desk"),
    Field("lines", "Lines to take", "What may be said in public and to the parties, and what not.",
          "the press and policy desks"),
    Field("law", "Law", "Duties, mandates and limits: Charter, treaties, host-state consent, own law.",
          "the legal adviser"),
    Field("others", "Who else is acting", "Local, national, regional and outside responders, and who leads.",
          "the desk, with the embassy and the UN country team"),
)  # fmt: skip


def submission_of(
    brief: PreventionBrief,
    texts: Mapping[str, str] | None = None,
    *,
    choice: str = "",
    because: str = "",
) -> Submission:
    """Compose the page from a brief, with what the desk officer has filled in so far.

    ``texts`` holds texts by field key; unknown keys are passed over. ``choice`` is one of CHOICES, or nothing.
    """
    filled = texts or {}
    context = context_of(brief)
    named = {number.source_text: None for statement in context for number in statement.quantities}
    return Submission(
        place_key=brief.place_key,
        place=brief.place,
        code=brief.code,
        marking=brief.marking,
        issued_at=brief.issued_at,
        context=context,
        context_sources=tuple(text for text in named if text),
        fields=tuple(replace(field, text=plain(filled.get(field.key, ""))) for field in FIELDS),
        choices=tuple(
            Choice(key, label, key == choice, plain(because) if key == choice else "")
            for key, label in CHOICES.items()
        ),
    )


def context_of(brief: PreventionBrief) -> tuple[Statement, ...]:
    """Return two sentences of context: the brief's headline, and the blackout or the last deaths known."""
    violence = brief.part("violence").statements
    return (brief.blackout or brief.headline, brief.headline if brief.blackout else violence[0])


def plain(text: str) -> str:
    """Return text as typed, without signs that would not print.

    >>> plain("  two\\r\\n\\r\\nlines\\x00 ")
    'two\\nlines'
    """
    kept = "".join(sign for sign in text.replace("\r", "\n") if sign == "\n" or sign.isprintable())
    return "\n".join(line.strip() for line in kept.split("\n") if line.strip())
