from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from avert.web.accounts.vocabulary import Topic
from avert.web.book.vocabulary import EntryKind
from avert.web.records.models import Record


class Entry(Record):
    """What happened at a place and what was done about it, as a committee writes it in its book."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = (
        "kind",
        "on",
        "at",
        "zone",
        "where",
        "happened",
        "took_part",
        "women",
        "men",
        "youth",
        "done",
        "agenda",
        "decided",
        "next_on",
        "next_at",
        "to_do",
        "to_do_role",
        "to_do_by",
        "to_do_done_on",
        "paper_number",
    )

    kind = models.CharField(_("kind"), max_length=20, choices=EntryKind.choices)
    on = models.DateField(_("day"))
    at = models.TimeField(_("time"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=60, blank=True)
    where = models.CharField(_("where exactly"), max_length=200, blank=True)
    happened = models.TextField(_("what happened"), max_length=5000)
    took_part = models.CharField(_("who took part, as roles"), max_length=500, blank=True)
    # Unknown is not zero.
    women = models.PositiveIntegerField(_("women"), null=True, blank=True)
    men = models.PositiveIntegerField(_("men"), null=True, blank=True)
    youth = models.PositiveIntegerField(_("of these, young people"), null=True, blank=True)
    done = models.TextField(_("what was done"), max_length=5000, blank=True)
    agenda = models.TextField(_("agenda"), max_length=2000, blank=True)
    decided = models.TextField(_("what was decided"), max_length=5000, blank=True)
    next_on = models.DateField(_("next meeting"), null=True, blank=True)
    next_at = models.TimeField(_("time of the next meeting"), null=True, blank=True)
    to_do = models.TextField(_("what remains to be done"), max_length=2000, blank=True)
    to_do_role = models.CharField(_("by which role"), max_length=200, blank=True)
    to_do_by = models.DateField(_("by when"), null=True, blank=True)
    to_do_done_on = models.DateField(_("done on"), null=True, blank=True)
    paper_number = models.CharField(_("number of the paper"), max_length=20, blank=True)
    # The same in every calendar that it is taken into, and no key to anything here.
    calendar_uid = models.UUIDField(default=uuid.uuid4, editable=False)


class Question(Record):
    """What a committee asks itself, once or regularly."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = ("text", "every_days")

    text = models.CharField(_("question"), max_length=500)
    every_days = models.PositiveSmallIntegerField(_("asked again after so many days"), null=True, blank=True)


class QuestionAnswer(Record):
    """What was found when a question was asked, by which role and on which day."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = ("text", "who", "on")
    PARENT = "question"

    question_id: uuid.UUID

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers", editable=False)
    text = models.TextField(_("answer"), max_length=5000)
    who = models.CharField(_("who found out, as a role"), max_length=200, blank=True)
    on = models.DateField(_("found on"))
