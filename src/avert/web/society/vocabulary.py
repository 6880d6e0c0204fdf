"""The words for structures and their ties, as people read them; the values are those of ``avert.society``."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from avert.society.vocabulary import (
    Attribute,
    Capacity,
    Kind,
    Layer,
    Level,
    Sector,
    Status,
    Trust,
    Voice,
)

Words = dict[StrEnum, Promise | str]

SECTORS: Words = {
    Sector.GOVERNMENT: _("Government"),
    Sector.SECURITY: _("Security"),
    Sector.CIVIL_SOCIETY: _("Civil society"),
    Sector.RELIGIOUS: _("Religious"),
    Sector.TRADITIONAL: _("Traditional"),
    Sector.BUSINESS: _("Business"),
    Sector.MEDIA: _("Media"),
    Sector.ACADEMIA: _("Academia"),
    Sector.REGIONAL: _("Regional organisation"),
    Sector.INTERNATIONAL: _("International"),
}
LEVELS: Words = {
    Level.TOP: _("Top"),
    Level.MIDDLE: _("Middle"),
    Level.GRASSROOTS: _("Grassroots"),
}
KINDS: Words = {
    Kind.OFFICE: _("Office of state"),
    Kind.MINISTRY: _("Ministry"),
    Kind.COMMISSION: _("Commission"),
    Kind.COUNCIL: _("Peace council"),
    Kind.COMMITTEE: _("Peace committee"),
    Kind.SECRETARIAT: _("Secretariat"),
    Kind.PARLIAMENT: _("Parliament"),
    Kind.COURT: _("Court"),
    Kind.ELECTION_BODY: _("Election body"),
    Kind.POLICE: _("Police"),
    Kind.ARMED_FORCE: _("Armed force"),
    Kind.ARMED_GROUP: _("Non-state armed group"),
    Kind.PARTY: _("Political party"),
    Kind.ASSOCIATION: _("Association or organisation"),
    Kind.NETWORK: _("Network of organisations"),
    Kind.FAITH_BODY: _("Faith body"),
    Kind.CUSTOMARY_BODY: _("Elders or chiefs"),
    Kind.CHAMBER: _("Chamber of business"),
    Kind.BROADCASTER: _("Broadcaster or newspaper"),
    Kind.UNIVERSITY: _("University or institute"),
    Kind.MEDIATOR: _("Insider mediator, as a role"),
    Kind.AGENCY: _("Agency of the UN or of a donor"),
    Kind.STATE: _("Another state"),
    Kind.INTERGOVERNMENTAL: _("Intergovernmental organisation"),
    Kind.OTHER: _("Something else"),
}
LAYERS: Words = {
    Layer.INFORMATION: _("Information"),
    Layer.COORDINATION: _("Coordination"),
    Layer.FUNDING: _("Funding"),
    Layer.MANDATE: _("Mandate"),
    Layer.TRUST: _("Trust"),
    Layer.MEDIATION: _("Mediation"),
    Layer.JOINT_ACTIVITY: _("Joint activity"),
    Layer.HOSTILITY: _("Hostility"),
}
CAPACITIES: Words = {
    Capacity.MONITOR: _("Monitor"),
    Capacity.MEDIATE: _("Mediate"),
    Capacity.PROTECT: _("Protect"),
    Capacity.CONVENE: _("Convene"),
    Capacity.BROADCAST: _("Broadcast"),
    Capacity.FINANCE: _("Finance"),
}
ATTRIBUTES: Words = {
    Attribute.WOMEN: _("Women"),
    Attribute.YOUTH: _("Youth"),
    Attribute.DISPLACED: _("Displaced people"),
    Attribute.DISABILITY: _("People with disabilities"),
}
VOICES: Words = {Voice.LEADS: _("lead"), Voice.SPEAKS: _("speak"), Voice.DECIDES: _("decide")}
TRUST: Words = {
    Trust.TRUSTED: _("Trusted"),
    Trust.PARTLY: _("Trusted by some of them"),
    Trust.DISTRUSTED: _("Distrusted"),
    Trust.UNKNOWN: _("Not known"),
}
STATUSES: Words = {
    Status.PLANNED: _("Planned"),
    Status.ONGOING: _("Under way"),
    Status.DONE: _("Done"),
    Status.STOPPED: _("Stopped"),
    Status.UNKNOWN: _("Not known"),
}


def choices_of(words: Words) -> list[tuple[str, Promise | str]]:
    """Return words as the choices of a field."""
    return [(str(value), label) for value, label in words.items()]


class Consent(TextChoices):
    """Whether those who are listed agreed to it. A public body needs no consent; whoever said no is not listed."""

    PUBLIC = "public", _("A public body: none needed")
    GIVEN = "given", _("They agreed to be listed")
    ASKED = "asked", _("Asked, no answer yet")
    NOT_ASKED = "not_asked", _("Not asked yet")
