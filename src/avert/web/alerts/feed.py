"""What is addressed to an organisation, as an Atom feed for its own programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from lxml import etree

from avert.handling import Marking
from avert.warning import cap
from avert.web.alerts.alert_of import alert_of, sender
from avert.web.alerts.wording import Manner, say, text_of
from avert.web.warnings.models import Addressee

ATOM = "http://www.w3.org/2005/Atom"


def feed_of(addressees: Sequence[Addressee], marking: Marking, *, now: dt.datetime) -> bytes:
    """Return the feed, with ids that never change and no addresses to follow."""
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    alerts = [cap.trim(alert_of(each.warning, [each]), marking, say=say) for each in addressees]
    _say(feed, "id", sender())
    _say(feed, "title", _("Alerts"))
    _say(feed, "updated", max((alert.sent for alert in alerts), default=now).isoformat())
    author = etree.SubElement(feed, f"{{{ATOM}}}author")
    _say(author, "name", sender())
    for addressee, alert in zip(addressees, alerts, strict=True):
        _append_entry(feed, addressee, alert)
    return etree.tostring(feed, xml_declaration=True, encoding="UTF-8")


def _append_entry(feed: etree._Element, addressee: Addressee, alert: cap.Alert) -> None:
    entry = etree.SubElement(feed, f"{{{ATOM}}}entry")
    # The addressee's own id: a warning may ask two things of one organisation.
    _say(entry, "id", f"urn:uuid:{addressee.pk}")
    _say(entry, "title", alert.info[0].headline)
    _say(entry, "updated", alert.sent.isoformat())
    _say(entry, "content", text_of(alert, Manner(addressee.code, addressee.zone))).set("type", "text")


def _say(parent: etree._Element, name: str, text: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = text
    return child
