from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from avert.handling import Marking
from avert.web.alerts.channel import Channel
from avert.web.alerts.vocabulary import AfterDoubt

# Fetched with a token; as an attachment it carries what the channel may that it goes by.
MOST = Marking.AMBER_STRICT
AFTER_DOUBT = AfterDoubt.REPEAT  # the identifier is the warning's

CHANNEL = Channel(
    name="cap",
    label=_("Alerts for other systems (CAP 1.2)"),
    most=MOST,
    after_doubt=lambda _settings: AFTER_DOUBT,
)
