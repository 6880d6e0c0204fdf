"""The words in which a warning is described, and what became of it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Message(TextChoices):
    """What a warning does to the one before it."""

    ALERT = "alert", _("Warning")
    UPDATE = "update", _("Update")
    CANCEL = "cancel", _("Withdrawn")
    ALL_CLEAR = "all-clear", _("All clear")


class State(TextChoices):
    """How far a warning has come. From *released* on nothing in it changes any more."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Waits for a second person")
    RELEASED = "released", _("Released")
    REPLACED = "replaced", _("Replaced by a later one")
    DROPPED = "dropped", _("Dropped before release")


GONE_OUT = frozenset({State.RELEASED, State.REPLACED})


class Event(TextChoices):
    """What may happen: the events of the conflict profile of CAP (``avert.warning.cap.Event``), by name."""

    MASS_KILLING = "MASS_KILLING", _("New mass killing")
    EXPULSION = "EXPULSION", _("Expulsion")
    SEXUAL_VIOLENCE = "SEXUAL_VIOLENCE", _("Sexual violence")
    ARMED_CONFLICT = "ARMED_CONFLICT", _("Armed conflict")
    COMMUNITIES = "COMMUNITIES", _("Violence between communities")
    ELECTION = "ELECTION", _("Violence around an election")
    REPRESSION = "REPRESSION", _("Detention and repression")
    ACCESS = "ACCESS", _("Aid or access denied")
    BLACKOUT = "BLACKOUT", _("Reporting has stopped")


class Probability(TextChoices):
    """Words of the PHIA yardstick (``avert.assessment.probability_words``); ``Confidence`` is kept apart."""

    UNKNOWN = "unknown", _("Cannot be said")
    REMOTE = "remote chance", _("Remote chance")
    HIGHLY_UNLIKELY = "highly unlikely", _("Highly unlikely")
    UNLIKELY = "unlikely", _("Unlikely")
    REALISTIC = "realistic possibility", _("Realistic possibility")
    LIKELY = "likely", _("Likely")
    HIGHLY_LIKELY = "highly likely", _("Highly likely")
    ALMOST_CERTAIN = "almost certain", _("Almost certain")
    UNDER_WAY = "under way", _("Under way")


class Confidence(TextChoices):
    """How much the evidence bears."""

    LOW = "low", _("Low")
    MODERATE = "moderate", _("Moderate")
    HIGH = "high", _("High")


class CheckKind(TextChoices):
    """What a person looked at before, or in an emergency after, a warning went out."""

    SAFE_MESSAGE = "safe-message", _("Is it safe for those it is about?")
    RELEASE = "release", _("May it go out?")
    SECOND_REVIEW = "second-review", _("Was it right that it went out at once?")


class Verdict(TextChoices):
    """What came of a check."""

    YES = "yes", _("Yes")
    NO = "no", _("No, back to draft")


class StageWord(TextChoices):
    """How far a warning has come at one addressee: the stages of ``avert.warning.clock.Stage``, by name."""

    SENT = "SENT", _("Sent")
    RECEIVED = "RECEIVED", _("Received")
    ACKNOWLEDGED = "ACKNOWLEDGED", _("Acknowledged")
    CONSIDERED = "CONSIDERED", _("Considered")
    DECIDED = "DECIDED", _("Decided")
    DONE = "DONE", _("Done")
    EFFECT = "EFFECT", _("Effect")


class DecisionWord(TextChoices):
    """What was decided: ``avert.warning.clock.Decision``, by name. Silence is none of these."""

    ACT = "ACT", _("Act")
    NO_NEW_ACTION = "NO_NEW_ACTION", _("No new action")
    DEFER = "DEFER", _("Defer")


class OutcomeWord(TextChoices):
    """What came of it, as experts mark it once the window is over; never that it *would have* happened."""

    OCCURRED = "occurred", _("The feared event occurred")
    NOT_OCCURRED = "not-occurred", _("The feared event did not occur")
    POSSIBLY_PREVENTED = "possibly-prevented", _("Possibly prevented")
    UNKNOWN = "unknown", _("Cannot be said")
