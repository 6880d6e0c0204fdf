"""The few words that say what an organisation is and what someone may do for it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """How far an organisation's work reaches, from the widest."""

    GLOBAL = "global", _("Global")
    REGIONAL = "regional", _("Regional (several states)")
    NATIONAL = "national", _("National")
    SUBNATIONAL = "subnational", _("Province or district")
    LOCAL = "local", _("Local")


class Sector(TextChoices):
    """What part of society an organisation belongs to."""

    GOVERNMENT = "government", _("Government")
    SECURITY = "security", _("Security")
    CIVIL_SOCIETY = "civil-society", _("Civil society")
    RELIGIOUS = "religious", _("Religious")
    TRADITIONAL = "traditional", _("Traditional")
    BUSINESS = "business", _("Business")
    MEDIA = "media", _("Media")
    ACADEMIA = "academia", _("Academia")
    INTERNATIONAL = "international", _("International or regional organisation")


class RoleKind(TextChoices):
    """What someone does for an organisation. Each may be limited to a place and a topic."""

    LEAD = "lead", _("Lead: decides who belongs to it and who sees what it keeps")
    ANALYST = "analyst", _("Analyst: reads and writes")
    READER = "reader", _("Reader: reads")


# Who belongs to an organisation and who sees what it keeps is for people to decide.
POWERS_OF_PROGRAMS = frozenset({RoleKind.ANALYST, RoleKind.READER})


class Topic(TextChoices):
    """What a kind of record is about; a role may be limited to one."""

    ASSESSMENT = "assessment", _("Assessment and evidence")
    WARNING = "warning", _("Reports, signals and warnings")
    SOCIETY = "society", _("Peace structures and actors")
    LEGITIMACY = "legitimacy", _("Legitimacy and will")
    EFFECTS = "effects", _("Effects and Do No Harm")
    DIPLOMACY = "diplomacy", _("Preventive diplomacy")
    RESPONSE = "response", _("Responses and commitments")


# Mediation and evidence are apart: a role for everything does not reach into talks; they must be named.
APART = frozenset({Topic.DIPLOMACY})


class Scope(TextChoices):
    """What an access token opens."""

    REFERENCE = "reference", _("Read public data and results")
    READ = "records:read", _("Read records")
    WRITE = "records:write", _("Write records (alone: send in new ones and read none)")
