from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from avert.handling import Marking
from avert.web.alerts.channel import Channel
from avert.web.alerts.vocabulary import AfterDoubt

# Fetched by a program of the addressed organisation itself, with a token of its own.
MOST = Marking.AMBER_STRICT
AFTER_DOUBT = AfterDoubt.REPEAT  # it may be fetched as often as wanted: entries keep their ids

CHANNEL = Channel(
    name="atom",
    label=_("Feed for programs (Atom)"),
    most=MOST,
    after_doubt=lambda _settings: AFTER_DOUBT,
)
