"""The words in which a signal is described."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class About(TextChoices):
    """What a signal tells of."""

    ATTACK = "attack", _("Attack or killing")
    THREAT = "threat", _("Threat")
    RUMOUR = "rumour", _("Rumour")
    SPEECH = "speech", _("Dangerous speech")
    PREPARATION = "preparation", _("Preparation: arms, training, lists, transport")
    DEPLOYMENT = "deployment", _("Movement of forces")
    DETENTION = "detention", _("Detention or disappearance")
    EXPULSION = "expulsion", _("Expulsion")
    DISPLACEMENT = "displacement", _("Flight and displacement")
    ACCESS = "access", _("Aid or access denied")
    FIRE_SALE = "fire-sale", _("Fire-sale of crops, livestock or homes")
    TENSION = "tension", _("Tension")
    BLACKOUT = "blackout", _("Reporting has stopped")
    PROTECTION = "protection", _("Protection or help")
    CALM = "calm", _("Calm")
    STRUCTURE = "structure", _("Law, institutions, exclusion")
    CALENDAR = "calendar", _("A date that matters")
    FIGURE = "figure", _("A figure that changed")


class Way(TextChoices):
    """How a signal came in."""

    FORM = "form", _("Form on this site")
    FILE = "file", _("File of reports")
    SMS = "sms", _("Text message")
    EMAIL = "email", _("E-mail")
    FEED = "feed", _("News feed")
    CAP = "cap", _("Alert of another system")
    PROGRAM = "program", _("Another program")
    MODEL = "model", _("Model")
    DATA = "data", _("New data")
    EXPERT = "expert", _("Expert")
    CALENDAR = "calendar", _("Calendar or watch-list")
    REPLAY = "replay", _("Replay")


# Somebody reported it and is owed an answer; nobody waits for one from a model or a news feed.
FROM_PEOPLE = frozenset({Way.FORM, Way.FILE, Way.SMS, Way.EMAIL, Way.PROGRAM, Way.EXPERT, Way.REPLAY})


class Pace(TextChoices):
    """How fast what it tells of changes, and so how fast it ages."""

    STRUCTURAL = "structural", _("Over years")
    DYNAMIC = "dynamic", _("Over months")
    TRIGGER = "trigger", _("Over days and weeks")


class Lens(TextChoices):
    """Through which lens it is seen."""

    CONFLICT = "conflict", _("Armed conflict")
    ATROCITY = "atrocity", _("Mass atrocity")
    BOTH = "both", _("Both")


class Standing(TextChoices):
    """What was made of a signal. What is set aside or merged keeps its reason and can be taken up again."""

    OPEN = "open", _("Open")
    WARNED = "warned", _("In a warning")
    SET_ASIDE = "set-aside", _("Set aside")
    MERGED = "merged", _("Tells of the same as another")


class Finding(TextChoices):
    """What a second person found."""

    CONFIRMED = "confirmed", _("Confirmed")
    NOT_CONFIRMED = "not-confirmed", _("Could not be confirmed")
    CONTRADICTED = "contradicted", _("Found to be otherwise")


class AnswerKind(TextChoices):
    """What whoever reported was told."""

    RECEIVED = "received", _("That it was received")
    DONE = "done", _("What is being done")
    NOT_DONE = "not-done", _("That nothing will be done, and why")
    UNSAFE = "unsafe", _("Nothing: it is unsafe to answer")
    UNREACHABLE = "unreachable", _("Nothing: there is no way to reach them")


# What cannot be said without words, and after what nothing more is said.
WITH_WORDS = frozenset({AnswerKind.DONE, AnswerKind.NOT_DONE, AnswerKind.UNSAFE})
ENDS_THE_CONVERSATION = frozenset(AnswerKind) - {AnswerKind.RECEIVED}


class Relation(TextChoices):
    """What one signal is to another; kinds of ``records.Link``."""

    SUPPORTS = "supports", _("Supports")
    CONTRADICTS = "contradicts", _("Contradicts")
    SAME = "same", _("Tells of the same")


class Trouble(TextChoices):
    """Why a feed could not be read."""

    ADDRESS = "address", _("Its address lies in a private network, or is no web address")
    SILENT = "silent", _("Nobody answered in time")
    REFUSED = "refused", _("The other side refused")
    TOO_LARGE = "too-large", _("It sent more than 2 MB")
    UNREADABLE = "unreadable", _("What it sent is no feed that can be read")
    UNTRUSTED = "untrusted", _("An alert in it was wrongly signed")
    NOBODY = "nobody", _("Whoever saved it last may no longer write here")
