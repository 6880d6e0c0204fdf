from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from avert.web.accounts.models import Organisation
from avert.web.accounts.vocabulary import Level, Sector, Topic
from avert.web.assessment.vocabulary import (
    Age,
    Bearing,
    Disability,
    Displacement,
    GapState,
    Gender,
    Reply,
    Subject,
)
from avert.web.exercises.models import Exercise
from avert.web.records.models import Record

A_SHARE = (MinValueValidator(0.0), MaxValueValidator(1.0))


class Process(Record):
    """That somebody assesses a place again and again: who, how, how often, and what of it can be shared.

    It may be told to more than the assessments themselves, so that a new one connects to what exists.
    """

    TOPIC = Topic.ASSESSMENT
    CONTENT: ClassVar[tuple[str, ...]] = (
        "title",
        "run_by",
        "level",
        "method",
        "cycle_months",
        "contact_role",
        "shareable",
        "latest_on",
        "next_on",
    )

    title = models.CharField(_("title"), max_length=200)
    run_by = models.CharField(_("run by"), max_length=200, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    method = models.TextField(_("method"), max_length=2000)
    cycle_months = models.PositiveSmallIntegerField(_("every so many months"), null=True, blank=True)
    contact_role = models.CharField(_("whom to contact, as a role"), max_length=200, blank=True)
    shareable = models.TextField(_("what of it can be shared"), max_length=2000, blank=True)
    latest_on = models.DateField(_("last done"), null=True, blank=True)
    next_on = models.DateField(_("next time"), null=True, blank=True)


class Connection(Record):
    """A request to connect to an assessment process. It belongs to whoever asks, and the asked may read it."""

    TOPIC = Topic.ASSESSMENT
    CONTENT: ClassVar[tuple[str, ...]] = ("why", "offers")

    process_id: uuid.UUID

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="+", editable=False)
    why = models.TextField(_("why"), max_length=2000)
    offers = models.TextField(_("what is offered"), max_length=2000, blank=True)


class ConnectionAnswer(Record):
    """What the asked organisation answers; the latest stands."""

    TOPIC = Topic.ASSESSMENT
    CONTENT: ClassVar[tuple[str, ...]] = ("reply", "text")

    connection_id: uuid.UUID

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="+", editable=False)
    reply = models.CharField(_("answer"), max_length=10, choices=Reply.choices)
    text = models.TextField(_("with which words"), max_length=2000, blank=True)


class Assessment(Record):
    """A living assessment of one situation at one level; readings, evidence and questions are parts of it.

    ``within`` is the assessment of the wider level that this one lies in, ``twin`` the assessment of the conflict
    that one of ourselves belongs to. Frameworks are ids of ``avert.assessment.frameworks``.
    """

    TOPIC = Topic.ASSESSMENT
    CONTENT: ClassVar[tuple[str, ...]] = (
        "title",
        "question",
        "subject",
        "level",
        "where",
        "frameworks",
        "groups",
        "languages",
        "round",
        "review_on",
        "within",
        "twin",
        "process",
    )

    exercise_id: uuid.UUID | None
    within_id: uuid.UUID | None
    twin_id: uuid.UUID | None
    process_id: uuid.UUID | None

    exercise = models.ForeignKey(
        Exercise, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    title = models.CharField(_("title, naming nobody"), max_length=160)
    question = models.TextField(_("what it asks"), max_length=1000)
    subject = models.CharField(_("of what"), max_length=10, choices=Subject.choices, default=Subject.CONFLICT)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    where = models.CharField(_("where, in words"), max_length=200, blank=True)
    frameworks = models.JSONField(_("frameworks"), default=list)  # [framework id]
    groups = models.JSONField(_("groups concerned"), default=list, blank=True)  # [text]
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)  # [text]
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    review_on = models.DateField(_("look again on"), null=True, blank=True)
    within = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    twin = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    process = models.ForeignKey(Process, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")


class Stakeholder(Record):
    """Someone whose reading is wanted: a group or role in words, never a person; asked, or not and why."""

    TOPIC = Topic.ASSESSMENT
    CONTENT: ClassVar[tuple[str, ...]] = (
        "name",
        "organisation",
        "sector",
        "level",
        "group",
        "is_of_group",
        "gender",
        "age",
        "disability",
        "displacement",
        "language",
        "side",
        "asked_on",
        "answer_by",
        "why_not_asked",
    )
    PARENT = "assessment"

    assessment_id: uuid.UUID
    organisation_id: uuid.UUID | None

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="stakeholders", editable=False
    )
    name = models.CharField(_("group or role"), max_length=200)
    # The organisation on this site whose people give the reading; without one, others write it down for them.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector.choices, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices, blank=True)
    group = models.CharField(_("group it speaks for"), max_length=200, blank=True)
    is_of_group = models.BooleanField(_("its own members speak, not others for them"), default=False)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender.choices, blank=True)
    age = models.CharField(_("age"), max_length=10, choices=Age.choices, blank=True)
    disability = models.CharField(_("disability"), max_length=10, choices=Disability.choices, blank=True)
    displacement = models.CharField(
        _("displacement"), max_length=10, choices=Displacement.choices, blank=True
    )
    language = models.CharField(_("language"), max_length=100, blank=True)
    side = models.CharField(_("side of the conflict, if any"), max_length=200, blank=True)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    answer_by = models.DateField(_("answer wanted by"), null=True, blank=True)
    why_not_asked = models.CharField(_("why not asked"), max_length=500, blank=True)


class Reading(Record):
    """What one stakeholder said in one round. Only ever added: a later one overrides where it answers.

    It belongs to whoever gives it or writes it down, who decides which of the assessment's readers see it. Values
    are words of ``avert.assessment.values``; an indicator that is not in them was not asked.
    """

    TOPIC = Topic.ASSESSMENT
    CONTENT: ClassVar[tuple[str, ...]] = (
        "framework",
        "round",
        "at",
        "values",
        "trends",
        "reasons",
        "cited",
        "texts",
        "dissent",
    )
    PARENT = "assessment"

    assessment_id: uuid.UUID
    stakeholder_id: uuid.UUID

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="readings", editable=False
    )
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.PROTECT, related_name="readings", editable=False
    )
    framework = models.CharField(_("framework"), max_length=100)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    at = models.DateTimeField(_("when it was so"))
    values = models.JSONField(_("values"), default=dict, blank=True)  # {indicator code: value}
    trends = models.JSONField(_("trends"), default=dict, blank=True)  # {indicator code: trend}
    reasons = models.JSONField(_("reasons"), default=dict, blank=True)  # {indicator code: text}
    cited = models.JSONField(_("evidence"), default=dict, blank=True)  # {indicator code: [evidence id]}
    texts = models.JSONField(_("answers in words"), default=dict, blank=True)  # {question id: text}
    dissent = models.TextField(_("dissent, if any"), max_length=3000, blank=True)


class Statement(Record):
    """A statement on who mobilises whom around what, by which means: a framework's template filled in."""

    TOPIC = Topic.ASSESSMENT
    CONTENT: ClassVar[tuple[str, ...]] = ("framework", "template", "slots")
    PARENT = "assessment"

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="statements", editable=False
    )
    framework = models.CharField(_("framework"), max_length=100)
    template = models.CharField(_("template"), max_length=100)
    slots = models.JSONField(_("words"), default=dict)  # {slot: text}


class Evidence(Record):
    """One piece of evidence: what is known, from what kind of source, graded; discarded only with a reason."""

    TOPIC = Topic.ASSESSMENT
    CONTENT: ClassVar[tuple[str, ...]] = (
        "what",
        "source",
        "reference",
        "origin",
        "reliability",
        "credibility",
        "happened_on",
        "obtained_on",
        "is_discarded",
        "discarded_why",
    )
    PARENT = "assessment"

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="evidence", editable=False
    )
    what = models.TextField(_("what it says"), max_length=3000)
    source = models.CharField(_("kind of source, naming nobody"), max_length=200, blank=True)
    reference = models.CharField(_("public reference"), max_length=500, blank=True)
    # Whoever it goes back to in the end: evidence of one origin counts once.
    origin = models.CharField(_("goes back to"), max_length=100, blank=True)
    reliability = models.CharField(_("reliability of the source"), max_length=1, default="F")
    credibility = models.PositiveSmallIntegerField(_("credibility of what it says"), default=6)
    happened_on = models.DateField(_("happened on"), null=True, blank=True)
    obtained_on = models.DateField(_("obtained on"), null=True, blank=True)
    is_discarded = models.BooleanField(_("discarded"), default=False)
    discarded_why = models.CharField(_("why it is discarded"), max_length=500, blank=True)


class Claim(Record):
    """Something held to be so. Claims that answer the same question compete as hypotheses."""

    TOPIC = Topic.ASSESSMENT
    CONTENT: ClassVar[tuple[str, ...]] = ("text", "answers", "indicator")
    PARENT = "assessment"

    assessment_id: uuid.UUID

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="claims", editable=False
    )
    text = models.TextField(_("what is claimed"), max_length=1000)
    answers = models.CharField(
        _("question that it answers, with others that compete"), max_length=300, blank=True
    )
    indicator = models.CharField(_("indicator"), max_length=50, blank=True)


class Weight(Record):
    """How one piece of evidence bears on one claim."""

    TOPIC = Topic.ASSESSMENT
    CONTENT: ClassVar[tuple[str, ...]] = ("bearing", "why")
    PARENT = "claim"
    NEEDS = ("evidence",)

    claim_id: uuid.UUID
    evidence_id: uuid.UUID

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="weights", editable=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="weights", editable=False)
    bearing = models.CharField(_("how it bears on the claim"), max_length=2, choices=Bearing.choices)
    why = models.CharField(_("why"), max_length=500, blank=True)


class Gap(Record):
    """Something that is not known and should be: a task with an owner."""

    TOPIC = Topic.ASSESSMENT
    CONTENT: ClassVar[tuple[str, ...]] = (
        "what",
        "indicator",
        "who",
        "organisation",
        "due_on",
        "state",
        "found",
    )
    PARENT = "assessment"

    assessment_id: uuid.UUID
    organisation_id: uuid.UUID | None

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="gaps", editable=False)
    what = models.TextField(_("what is not known"), max_length=1000)
    indicator = models.CharField(_("indicator"), max_length=50, blank=True)
    who = models.CharField(_("who finds it out, as a role"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(_("by when"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=GapState.choices, default=GapState.OPEN)
    found = models.TextField(_("what was found, or why it was dropped"), max_length=2000, blank=True)


class Question(Record):
    """A question with a yes or no to come, on which probabilities are asked in rounds."""

    TOPIC = Topic.ASSESSMENT
    CONTENT: ClassVar[tuple[str, ...]] = (
        "text",
        "resolved_by",
        "horizon",
        "base_rate",
        "base_rate_source",
        "round",
        "is_open",
        "outcome",
        "resolved_on",
    )
    PARENT = "assessment"

    assessment_id: uuid.UUID

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="questions", editable=False
    )
    text = models.TextField(_("question"), max_length=1000)
    resolved_by = models.TextField(_("how it will be known, and from whom"), max_length=1000)
    horizon = models.DateField(_("until"))
    base_rate = models.FloatField(
        _("how often it is so elsewhere"), null=True, blank=True, validators=A_SHARE
    )
    base_rate_source = models.CharField(_("source of that"), max_length=300, blank=True)
    # Judgements of the round that is open are private; those of earlier rounds are shown without names.
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    is_open = models.BooleanField(_("open for judgements"), default=True)
    outcome = models.BooleanField(_("it was so"), null=True, blank=True)
    resolved_on = models.DateField(_("known since"), null=True, blank=True)


class Judgement(Record):
    """One expert's lowest, best and highest probability in one round. Only ever added; the latest of a round counts."""

    TOPIC = Topic.ASSESSMENT
    CONTENT: ClassVar[tuple[str, ...]] = (
        "round",
        "expert",
        "lowest",
        "best",
        "highest",
        "confidence",
        "reason",
        "origins",
    )
    PARENT = "question"

    question_id: uuid.UUID
    stakeholder_id: uuid.UUID | None

    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="judgements", editable=False
    )
    # The perspective from which it is given.
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1, editable=False)
    expert = models.CharField(_("sign of the expert, never a name"), max_length=40)
    # Someone typed it in for an expert who wrote it down by hand.
    is_from_paper = models.BooleanField(_("typed in from paper"), default=False, editable=False)
    lowest = models.FloatField(_("lowest"), null=True, blank=True, validators=A_SHARE)
    best = models.FloatField(_("best"), validators=A_SHARE)
    highest = models.FloatField(_("highest"), null=True, blank=True, validators=A_SHARE)
    confidence = models.PositiveSmallIntegerField(_("confidence, in per cent"), null=True, blank=True)
    reason = models.TextField(_("reasons"), max_length=2000, blank=True)
    origins = models.JSONField(_("evidence goes back to"), default=list, blank=True)  # [text]


class Edition(Record):
    """A frozen, signed copy of an assessment as it stood: never changed, compared with later ones.

    It holds only what everybody it is for may read in the assessment itself.
    """

    TOPIC = Topic.ASSESSMENT
    CONTENT: ClassVar[tuple[str, ...]] = ("note",)
    PARENT = "assessment"

    assessment_id: uuid.UUID

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="editions", editable=False
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    made_at = models.DateTimeField(editable=False)
    document = models.TextField(editable=False)  # the file that ``avert edition verify`` reads
    digest = models.CharField(max_length=64, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)  # of the key that signed it
