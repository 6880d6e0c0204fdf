from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookConfig(AppConfig):
    """Book of first responders."""

    name = "avert.web.book"
    label = "book"
    verbose_name = _("Book of first responders")
