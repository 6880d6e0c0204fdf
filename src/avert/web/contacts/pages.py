"""How contacts, trees and ladders are called and where their pages are."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from avert.web.records.pages import Pages
from avert.web.site.components import Crumb, Tab
from avert.web.site.templatetags.site_parts import own_name


def list_crumb() -> Crumb:
    """Return the step to the contacts."""
    return Crumb(_("Contacts"), reverse("contacts:contacts"))


def trees_crumb() -> Crumb:
    """Return the step to the phone trees."""
    return Crumb(_("Phone trees"), reverse("contacts:trees"))


def ladders_crumb() -> Crumb:
    """Return the step to the ladders."""
    return Crumb(_("Ladders"), reverse("contacts:ladders"))


def tabs(route: str) -> list[Tab]:
    """Return the three lists, the current one marked."""
    steps = {"contacts": list_crumb(), "trees": trees_crumb(), "ladders": ladders_crumb()}
    return [Tab(step.label, step.url, is_current=name == route) for name, step in steps.items()]


def pages_of_contact(contact: Any) -> Pages:
    """Return how a contact is called and where its pages are."""
    return _pages("contact", contact, contact.role, [list_crumb()])


def pages_of_tree(tree: Any) -> Pages:
    """Return how a phone tree is called and where its pages are."""
    return _pages("tree", tree, tree.title, [list_crumb(), trees_crumb()])


def pages_of_ladder(ladder: Any) -> Pages:
    """Return how a ladder is called and where its pages are."""
    return _pages("ladder", ladder, ladder.title, [list_crumb(), ladders_crumb()])


def _pages(route: str, record: Any, title: str, above: list[Crumb]) -> Pages:
    url = reverse(f"contacts:{route}", args=[record.pk])
    return Pages(title, url, above[-1].url, (*above, Crumb(own_name(title), url)))
