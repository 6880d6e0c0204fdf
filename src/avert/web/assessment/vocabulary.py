"""The words for what an assessment is about, who speaks in it and how evidence bears on a claim."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Subject(TextChoices):
    """What an assessment looks at: a conflict, or those who want to respond to it."""

    CONFLICT = "conflict", _("The conflict")
    SELF = "self", _("Ourselves: motives, means and reach")


class Gender(TextChoices):
    """Who leads or speaks."""

    WOMEN = "women", _("Women")
    MEN = "men", _("Men")
    MIXED = "mixed", _("Women and men")
    DIVERSE = "diverse", _("Other genders")


class Age(TextChoices):
    """How old those who speak are."""

    YOUTH = "youth", _("Youth")
    ADULTS = "adults", _("Adults")
    ELDERS = "elders", _("Older people")
    MIXED = "mixed", _("Several ages")


class Disability(TextChoices):
    """Whether people with disabilities speak."""

    WITH = "with", _("People with disabilities speak")
    WITHOUT = "without", _("Nobody with a known disability")


class Displacement(TextChoices):
    """How displacement touches those who speak."""

    DISPLACED = "displaced", _("Displaced within the country")
    REFUGEES = "refugees", _("Refugees")
    RETURNED = "returned", _("Returned")
    HOSTS = "hosts", _("Hosts of displaced people")
    NONE = "none", _("Not displaced")


class Bearing(TextChoices):
    """How a piece of evidence bears on a claim, in Heuer's terms."""

    VERY_CONSISTENT = "CC", _("Very consistent")
    CONSISTENT = "C", _("Consistent")
    NEUTRAL = "N", _("Neutral, or does not bear on it")
    INCONSISTENT = "I", _("Inconsistent")
    VERY_INCONSISTENT = "II", _("Very inconsistent")


class GapState(TextChoices):
    """How far an information gap is filled."""

    OPEN = "open", _("To be found out")
    FILLED = "filled", _("Found out")
    DROPPED = "dropped", _("Dropped")


class Reply(TextChoices):
    """What is answered to a request to connect."""

    YES = "yes", _("Yes")
    LATER = "later", _("Not now")
    NO = "no", _("No")
