from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    """Why something is delivered."""

    WARNING = "warning", _("Warning")
    ESCALATION = "escalation", _("Nobody answered: the next to turn to")
    ANSWER = "answer", _("Answer to whoever reported")
    TEST = "test", _("Test of a channel")


class State(TextChoices):
    """How far a delivery has come. While it is waiting, sending or to be tried again, a worker will come for it."""

    WAITING = "waiting", _("Waits to be sent")
    SENDING = "sending", _("Is being handed over")
    RETRY = "retry", _("Failed, and is tried again")
    HANDED_OVER = "handed_over", _("Handed over")
    RECEIVED = "received", _("Received")
    POSSIBLY_DELIVERED = "possibly", _("Possibly delivered")
    DEAD = "dead", _("Not delivered")
    WITHDRAWN = "withdrawn", _("Not sent: it no longer held")
    BY_HAND = "by_hand", _("To be reached by hand")
    REACHED = "reached", _("Reached by hand")


TO_BE_SENT = (State.WAITING, State.RETRY)
NOT_ARRIVED = (State.POSSIBLY_DELIVERED, State.DEAD, State.BY_HAND)


class AfterDoubt(TextChoices):
    """What a channel does when nobody can know whether the other side took the message."""

    REPEAT = "repeat", _("is repeated: the other side knows it by its id")
    ASK = "ask", _("is not repeated unless somebody says so")
