"""How ties, activities and what groups think are called, and where their pages are."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from avert.web.records.pages import Pages
from avert.web.site.components import Crumb
from avert.web.site.templatetags.site_parts import own_name
from avert.web.society.pages import pages_of, society_crumb


def pages_of_tie(tie: Any) -> Pages:
    """Return how a tie is called and where its pages are; who reads it reads both its ends."""
    title = _("{layer}: {one} and {other}").format(
        layer=tie.get_layer_display(), one=tie.source.name, other=tie.target.name
    )
    url, around = reverse("society:tie", args=[tie.pk]), pages_of(tie.source)
    return Pages(title, url, around.url, (*around.crumbs, Crumb(own_name(title), url)))


def pages_of_activity(activity: Any) -> Pages:
    """Return how an activity is called and where its pages are."""
    return _of_part("activity", activity, activity.title)


def pages_of_trust(trust: Any) -> Pages:
    """Return what a group's trust is called and where its pages are."""
    return _of_part("trust", trust, _("Trust of {group}").format(group=trust.group))


def pages_of_policy(policy: Any) -> Pages:
    """Return what a security policy is called and where its pages are."""
    url = f"{reverse('society:security')}?of={policy.owner_id}"
    above = society_crumb()
    return Pages(_("What security actors may see"), url, above.url, (above, security_crumb()))


def security_crumb() -> Crumb:
    """Return the step to what security actors may see."""
    return Crumb(_("What security actors may see"), reverse("society:security"))


def undo_url(structure: Any) -> str:
    """Return where the merging of a structure into another is taken back."""
    try:
        return reverse("society:undo", args=[structure.pk])
    except NoReverseMatch:
        return ""


def _of_part(route: str, part: Any, title: str) -> Pages:
    """Return the pages of a part; whoever reads it need not see the structure, so its name is not said."""
    url, above = reverse(f"society:{route}", args=[part.pk]), society_crumb(part.structure.exercise_id)
    back = reverse("society:structure", args=[part.structure_id])
    return Pages(title, url, back, (above, Crumb(own_name(title), url)))
