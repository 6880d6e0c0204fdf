"""The words in which a response is described."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoomState(TextChoices):
    """Whether a joint response is still under way."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class TaskState(TextChoices):
    """What has come of a task. To drop one needs a reason."""

    OPEN = "open", _("To be done")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class InvitationAnswer(TextChoices):
    """What those who were invited answered; without one there is none yet."""

    YES = "yes", _("Yes")
    LATER = "later", _("Later")
    NO = "no", _("No")
