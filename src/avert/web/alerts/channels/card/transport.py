from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from avert.web.alerts.channel import Channel
from avert.web.alerts.vocabulary import AfterDoubt
from avert.web.site.printing import MOST_OUT_OF_HAND

MOST = MOST_OUT_OF_HAND
AFTER_DOUBT = AfterDoubt.ASK  # who carries it knows

CHANNEL = Channel(
    name="card",
    label=_("Printed card"),
    most=MOST,
    after_doubt=lambda _settings: AFTER_DOUBT,
)
