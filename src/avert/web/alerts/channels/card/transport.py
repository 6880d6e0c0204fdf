from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from avert.handling import Marking
from avert.web.alerts.channel import Channel
from avert.web.alerts.vocabulary import AfterDoubt

# Handed over by somebody who knows to whom; but paper is found, copied and photographed.
MOST = Marking.AMBER_STRICT
AFTER_DOUBT = AfterDoubt.ASK  # who carries it knows

CHANNEL = Channel(
    name="card",
    label=_("Printed card and phone tree"),
    most=MOST,
    after_doubt=lambda _settings: AFTER_DOUBT,
)
