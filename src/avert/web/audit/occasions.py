"""Who acts, when, and in which request: what every service that leaves an entry is given."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What kind of actor an entry names; only the first two have an id."""

    PERSON = "person"
    SERVICE = "service"
    OPERATOR = "operator"  # at the command line of the server
    STRANGER = "stranger"  # nobody has logged in
    SITE = "site"  # by itself, at its time


@dataclass(frozen=True)
class Occasion:
    """The circumstances of an act."""

    at: dt.datetime
    actor_kind: ActorKind
    actor_id: uuid.UUID | None = None
    organisation_id: uuid.UUID | None = None  # that the actor acts for
    request_id: uuid.UUID | None = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(
                "An occasion's time needs a time zone; a bare time is a different instant elsewhere."
            )
        if (self.actor_id is not None) != (self.actor_kind in {ActorKind.PERSON, ActorKind.SERVICE}):
            raise ValueError("A person or a service has an id; nobody else has.")

    @classmethod
    def at_the_command_line(cls, now: dt.datetime) -> Occasion:
        """Return the occasion of whoever has a shell on the server."""
        return cls(now, ActorKind.OPERATOR)

    @classmethod
    def of_the_site(cls, now: dt.datetime) -> Occasion:
        """Return the occasion of what the site does by itself."""
        return cls(now, ActorKind.SITE)
