"""Tags that every template has without loading them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.handling import Marking
from avert.web.site.icons import icon_svg, level_svg

register = template.Library()

NOTICES: dict[str, str | Promise] = {
    "warning": gettext_lazy("Warning"),
    "blackout": gettext_lazy("Reporting blackout"),
    "unknown": gettext_lazy("Unknown"),
    "note": gettext_lazy("Note"),
    "done": gettext_lazy("Done"),
    "error": gettext_lazy("Error"),
}
# Django's message levels, as the notices they are shown as.
NOTICE_OF_MESSAGE = {"success": "done", "warning": "warning", "error": "error"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a shape."""
    return icon_svg(name)


@register.simple_block_tag
def notice(content: str, kind: str, title: str = "") -> str:
    """Show a notice: a shape and a word that name its kind, then what is inside the block."""
    context = {"kind": kind, "word": NOTICES[kind], "title": title, "content": content}
    return render_to_string("site/parts/notice.html", context)


@register.filter
def notice_kind(message_tags: str) -> str:
    """Return the notice that a message of Django's is shown as."""
    return NOTICE_OF_MESSAGE.get(message_tags.split(" ", maxsplit=1)[-1], "note")


@register.simple_tag
def level(word: str, step: int, steps: int = 5) -> SafeString:
    """Say a level as a word with a shape, such as risk: bars that also read in black and white."""
    return format_html('<span class="level">{} {}</span>', level_svg(step, steps), word)


@register.simple_tag
def marking(value: Marking) -> SafeString:
    """Show a Traffic Light Protocol marking in the standard's own colours."""
    name = value.name.split("_", maxsplit=1)[0].lower()
    return format_html('<span class="tlp tlp-{}" translate="no">{}</span>', name, str(value))


@register.filter
def value(content: Any, decimals: int | None = None) -> str | SafeString:
    """Show a value as the reader's language writes it; what is missing is said, not left blank."""
    if content is None or content == "":
        return format_html('<span class="missing">{}</span>', _("missing"))
    if isinstance(content, dt.date):
        return format_html(
            '<time datetime="{}">{}</time>', content.isoformat(), date_format(content, "DATE_FORMAT")
        )
    if isinstance(content, bool):
        return _("yes") if content else _("no")
    if isinstance(content, int | float):
        # Django cuts decimals off instead of rounding them.
        return number_format(content if decimals is None else round(content, decimals), decimal_pos=decimals)
    return content if isinstance(content, SafeString) else str(content)


@register.filter
def own_name(content: Any) -> str | SafeString:
    """Show the name of a place, a source or an actor: set apart in direction, never translated."""
    return value(content) if content in {None, ""} else format_html('<bdi translate="no">{}</bdi>', content)
