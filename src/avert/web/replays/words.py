"""The words of the replays' vocabularies, dates and places, for people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from avert.places import find_place
from avert.replays import Span
from avert.web.site.places import code_of

WORDS: dict[str, Promise] = {
    # what kind of item
    "event": lazy("event"),
    "statement": lazy("statement"),
    "measure": lazy("measure"),
    "decision": lazy("decision"),
    "outcome": lazy("outcome"),
    "threat": lazy("threat"),
    "rumour": lazy("rumour"),
    "incitement": lazy("incitement"),
    "preparation": lazy("preparation"),
    "attack": lazy("attack"),
    "displacement": lazy("displacement"),
    "fire_sale": lazy("fire sale"),
    "tension": lazy("tension"),
    "protection": lazy("protection"),
    "calm": lazy("calm"),
    "model": lazy("model"),
    "report": lazy("report"),
    "intelligence": lazy("intelligence"),
    "request": lazy("request"),
    "action": lazy("action"),
    "gap": lazy("gap"),
    "decision_point": lazy("decision point"),
    # its family
    "fact": lazy("Fact"),
    "field_report": lazy("Field report"),
    "warning": lazy("Warning"),
    "response": lazy("Response"),
    "question": lazy("Question"),
    # how sure it is, and why it may be used on that day
    "confirmed": lazy("confirmed"),
    "reported": lazy("reported"),
    "contested": lazy("contested"),
    "published": lazy("published"),
    "public": lazy("public event"),
    "reconstructed": lazy("reconstructed"),
    # what a reading says of an indicator, and from where
    "absent": lazy("absent"),
    "latent": lazy("latent"),
    "present": lazy("present"),
    "acute": lazy("acute"),
    "unknown": lazy("unknown"),
    "falling": lazy("falling"),
    "steady": lazy("steady"),
    "rising": lazy("rising"),
    "authorities": lazy("authorities"),
    "group_at_risk": lazy("group at risk"),
    "neighbouring_group": lazy("neighbouring group"),
    "humanitarian": lazy("humanitarian"),
    "development": lazy("development"),
    "human_rights": lazy("human rights"),
    "research": lazy("research"),
    "abroad": lazy("abroad"),
    # by which way it came, and what was decided
    "sms": lazy("text message"),
    "radio": lazy("radio"),
    "leaflet": lazy("leaflet"),
    "meeting": lazy("meeting"),
    "press": lazy("press"),
    "diplomatic": lazy("diplomatic channel"),
    "act": lazy("act"),
    "no_new_action": lazy("no new action"),
    "defer": lazy("defer"),
    "none_recorded": lazy("none recorded"),
    # how far those who wrote the replay have read a source
    "read": lazy("read"),
    "read_in_part": lazy("read in part"),
    "not_read": lazy("not read by us"),
    "recalled": lazy("recalled, to be checked"),
    # who
    "top": lazy("top"),
    "middle": lazy("middle"),
    "grassroots": lazy("grassroots"),
    "outside": lazy("outside"),
    "state": lazy("state"),
    "security": lazy("security"),
    "legislature": lazy("legislature"),
    "party": lazy("party"),
    "armed": lazy("armed group"),
    "civil_society": lazy("civil society"),
    "religious": lazy("religious"),
    "traditional": lazy("traditional"),
    "women": lazy("women"),
    "youth": lazy("youth"),
    "business": lazy("business"),
    "media": lazy("media"),
    "academia": lazy("academia"),
    "intergovernmental": lazy("intergovernmental"),
    "donor": lazy("donor"),
    "electoral": lazy("electoral"),
}


def word(value: str) -> str:
    """Say a value of a vocabulary in the reader's language."""
    return str(WORDS[value])


def english(text: str) -> SafeString:
    """Show what is written in English in every language, as what it is."""
    return format_html('<span dir="auto" lang="en">{}</span>', text)


def places(keys: Iterable[str]) -> SafeString:
    """Name places, each leading to its page."""
    found = [find_place(key) for key in keys]
    links = ((reverse("country", args=[code_of(at)]), at.name(_language())) for at in found)
    return format_html_join(", ", '<a href="{}"><bdi translate="no">{}</bdi></a>', links)


def place_name(key: str) -> str:
    """Name a place in the reader's language."""
    return find_place(key).name(_language())


def span(when: Span | dt.date) -> str:
    """Write when something was, never more exactly than is known."""
    if isinstance(when, dt.date):
        return date_format(when, "DATE_FORMAT")
    if when.precision == "year":
        return date_format(when.first, "Y")
    if when.precision == "month":
        return date_format(when.first, "F Y")
    written = span(when.first)
    if when.last != when.first:
        written = f"{written} – {span(when.last)}"
    return _("about {when}").format(when=written) if when.precision == "about" else written


def _language() -> str:
    return (get_language() or "en").split("-")[0]
