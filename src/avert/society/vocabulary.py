"""The words for structures and actors of peace, and for what ties them."""

from __future__ import annotations

from enum import StrEnum


class Sector(StrEnum):
    """The part of society an actor belongs to."""

    GOVERNMENT = "government"
    SECURITY = "security"
    CIVIL_SOCIETY = "civil_society"
    RELIGIOUS = "religious"
    TRADITIONAL = "traditional"
    BUSINESS = "business"
    MEDIA = "media"
    ACADEMIA = "academia"
    REGIONAL = "regional"  # organisations of several states of a region
    INTERNATIONAL = "international"


class Level(StrEnum):
    """Lederach's levels of leadership."""

    TOP = "top"
    MIDDLE = "middle"
    GRASSROOTS = "grassroots"


class Kind(StrEnum):
    """What an actor is."""

    OFFICE = "office"  # of a president, a prime minister, a governor
    MINISTRY = "ministry"
    COMMISSION = "commission"
    COUNCIL = "council"  # of peace, national to district
    COMMITTEE = "committee"  # a local peace committee
    SECRETARIAT = "secretariat"
    PARLIAMENT = "parliament"
    COURT = "court"
    ELECTION_BODY = "election_body"
    POLICE = "police"
    ARMED_FORCE = "armed_force"
    ARMED_GROUP = "armed_group"
    PARTY = "party"
    ASSOCIATION = "association"
    NETWORK = "network"
    FAITH_BODY = "faith_body"
    CUSTOMARY_BODY = "customary_body"  # elders, chiefs
    CHAMBER = "chamber"  # of business
    BROADCASTER = "broadcaster"
    UNIVERSITY = "university"
    MEDIATOR = "mediator"  # an insider mediator, as a role
    AGENCY = "agency"  # of the United Nations or of a donor
    STATE = "state"  # another state
    INTERGOVERNMENTAL = "intergovernmental"
    OTHER = "other"


class Layer(StrEnum):
    """What runs along a tie."""

    INFORMATION = "information"
    COORDINATION = "coordination"
    FUNDING = "funding"
    MANDATE = "mandate"
    TRUST = "trust"
    MEDIATION = "mediation"
    JOINT_ACTIVITY = "joint_activity"
    HOSTILITY = "hostility"


# Along these a warning comes up and an answer comes down.
ALERT_LAYERS = (Layer.INFORMATION, Layer.COORDINATION)


class Capacity(StrEnum):
    """What an actor can do for peace."""

    MONITOR = "monitor"
    MEDIATE = "mediate"
    PROTECT = "protect"
    CONVENE = "convene"
    BROADCAST = "broadcast"
    FINANCE = "finance"


class Attribute(StrEnum):
    """Whom one asks about in every actor: they are no sectors."""

    WOMEN = "women"
    YOUTH = "youth"
    DISPLACED = "displaced"
    DISABILITY = "disability"


class Voice(StrEnum):
    """Having a seat is not speaking, and speaking is not deciding."""

    LEADS = "leads"
    SPEAKS = "speaks"
    DECIDES = "decides"


class Trust(StrEnum):
    """How far a group trusts an actor."""

    TRUSTED = "trusted"
    PARTLY = "partly"
    DISTRUSTED = "distrusted"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """How far an activity is."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    DONE = "done"
    STOPPED = "stopped"
    UNKNOWN = "unknown"
