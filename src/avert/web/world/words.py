"""The words of the core's own scales and lists, for translation."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from avert.brief.words import Word
from avert.web.site.templatetags.site_parts import level

RISK: dict[str, Promise] = {
    "lower": _("lower"),
    "raised": _("raised"),
    "high": _("high"),
    "highest": _("highest"),
}
LIKELIHOOD: dict[str, Promise] = {
    "very unlikely": _("very unlikely"),
    "unlikely": _("unlikely"),
    "possible": _("possible"),
    "likely": _("likely"),
    "very likely": _("very likely"),
}
VIOLENCE: dict[str, Promise] = {
    "sb": _("State-based conflict"),
    "ns": _("Non-state conflict"),
    "os": _("One-sided violence"),
}
RESPONSIBLE: dict[str, Promise] = {
    "state": _("the state, or groups it backs"),
    "non-state": _("a non-state armed group"),
}
REGIONS: dict[str, Promise] = {
    "Africa": _("Africa"),
    "Northern Africa": _("Northern Africa"),
    "Western Africa": _("Western Africa"),
    "Eastern Africa": _("Eastern Africa"),
    "Middle Africa": _("Middle Africa"),
    "Southern Africa": _("Southern Africa"),
    "Americas": _("Americas"),
    "Northern America": _("Northern America"),
    "Caribbean": _("Caribbean"),
    "Central America": _("Central America"),
    "South America": _("South America"),
    "Asia": _("Asia"),
    "Central Asia": _("Central Asia"),
    "Eastern Asia": _("Eastern Asia"),
    "Southern Asia": _("Southern Asia"),
    "South-eastern Asia": _("South-eastern Asia"),
    "Western Asia": _("Western Asia"),
    "Europe": _("Europe"),
    "Eastern Europe": _("Eastern Europe"),
    "Northern Europe": _("Northern Europe"),
    "Southern Europe": _("Southern Europe"),
    "Western Europe": _("Western Europe"),
    "Oceania": _("Oceania"),
    "Australia and New Zealand": _("Australia and New Zealand"),
    "Melanesia": _("Melanesia"),
    "Micronesia": _("Micronesia"),
    "Polynesia": _("Polynesia"),
}


def region(name: str | None) -> str | Promise:
    """Return the name of a region; places without one stand apart."""
    return _("No region") if name is None else REGIONS.get(name, name)


def risk_level(word: Word) -> SafeString:
    """Show a risk's word with its shape."""
    return level(str(RISK[word.text]), word.step, word.steps)


def likelihood(word: Word) -> SafeString:
    """Show how likely something is as a word with its shape."""
    return level(str(LIKELIHOOD[word.text]), word.step, word.steps)
