from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Way(TextChoices):
    """How a contact is reached first. The site and paper take no machine; the others are alert channels."""

    SITE = "site", _("On this site")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    WEBHOOK = "webhook", _("Their own system")
    PAPER = "paper", _("By hand: call, card or messenger")
