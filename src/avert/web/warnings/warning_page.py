"""What the page of one warning shows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from avert.warning.wording import remarks_on
from avert.web.accounts.models import Person
from avert.web.exercises.selectors import exercise_shown, now_in
from avert.web.records.audiences import sharing_of
from avert.web.records.naming import Names
from avert.web.records.pages import Pages, who_has_seen_url
from avert.web.records.selectors import is_readable, is_writable, may_remove
from avert.web.records.words import place_name
from avert.web.site.components import Crumb, Fact
from avert.web.site.templatetags.site_parts import marking, own_name
from avert.web.warnings import selectors
from avert.web.warnings.asked import asked_of
from avert.web.warnings.checking import needs_safe_message
from avert.web.warnings.grounds import signals_under
from avert.web.warnings.listing import likelihood_of, minute_of, state_of, window_of
from avert.web.warnings.releasing import sharing_once_out
from avert.web.warnings.requirements import ENDS, missing_in
from avert.web.warnings.vocabulary import GONE_OUT, CheckKind, Message, State, Verdict
from avert.web.warnings.writing import authors_of


def list_crumb(exercise_id: Any = None) -> Crumb:
    """Return the step to the list: of what is real, or of an exercise."""
    asked = f"?exercise={exercise_id}" if exercise_id else ""
    return Crumb(_("Warnings"), reverse("warnings:warnings") + asked)


def pages_of(warning: Any) -> Pages:
    """Return how a warning is called and where its pages are."""
    url, above = reverse("warnings:warning", args=[warning.pk]), list_crumb(warning.exercise_id)
    return Pages(warning.title, url, above.url, (above, Crumb(own_name(warning.title), url)))


def context_of(warning: Any, *, viewer: Any) -> dict[str, Any]:
    """Return everything that the page of a warning shows to this viewer."""
    names, now = Names(viewer), now_of(warning)
    is_own = warning.owner_id in names.own
    rows = list(selectors.addressees_for(viewer, warning))
    is_draft = warning.state in {State.DRAFT, State.PROPOSED}
    context = {
        "crumbs": [list_crumb(warning.exercise_id)],
        "pages": pages_of(warning),
        "warning": warning,
        "is_end": warning.message in ENDS,
        "is_alert": warning.message == Message.ALERT,
        "exercise": exercise_shown(viewer, warning.exercise_id),
        "facts": _facts(warning),
        "strip": _strip(warning, names, now),
        "asked": asked_of(rows, names),
        "needs_safe_message": warning.state == State.PROPOSED and needs_safe_message(warning),
        "missing": missing_in(warning, rows, now) if is_draft and is_own else [],
        "remarks": remarks_on(f"{warning.title}\n{warning.what}", warning.language) if is_draft else (),
        "signals": list(signals_under(warning, viewer)),
        "checks": _checks(warning, viewer, names),
        "review": review_of(warning, viewer, now),
        "replaced": _linked(warning.replaces, viewer),
        "replacements": list(selectors.replaced_by(viewer, warning)),
        "is_own": is_own,
        "audience": names.list_of(sharing_of(warning.audience_id)) if is_own else [],
        "may": may(warning, viewer),
        "who_has_seen_url": who_has_seen_url(warning, viewer=viewer),
    }
    for path in settings.AVERT_WARNING_PANELS:
        context |= import_string(path)(warning, viewer, now)
    return context


def readers_once_out(warning: Any, viewer: Any) -> list[str]:
    """Return who besides its owner could read a warning once it is out, in words."""
    return Names(viewer).list_of(sharing_once_out(warning))


def now_of(warning: Any) -> dt.datetime:
    """Return what time it is for a warning: now, or where the clock of its exercise stands."""
    return now_in(warning.exercise, timezone.now())


def may(warning: Any, viewer: Any) -> dict[str, bool]:
    """Return which steps the viewer may take now; the services decide in the end."""
    writes = is_writable(warning, viewer=viewer)
    state = warning.state
    is_second = writes and isinstance(viewer, Person) and not viewer.is_service and state != State.DRAFT
    is_second = is_second and viewer.pk not in authors_of(warning)
    return {
        "write": writes,
        "edit": writes and state == State.DRAFT,
        "take_back": writes and state == State.PROPOSED,
        "drop": writes and state in {State.DRAFT, State.PROPOSED},
        "remove": state in {State.DRAFT, State.DROPPED} and may_remove(warning, viewer=viewer),
        "release": is_second and state == State.PROPOSED,
        "review": is_second and state == State.RELEASED and warning.review_due_at is not None,
        "replace": writes and state == State.RELEASED,
    }


def review_of(warning: Any, viewer: Any, now: dt.datetime) -> dict[str, Any]:
    """Return until when the second review is due and whether it is late, or that it said no; else nothing."""
    if warning.state != State.RELEASED or not warning.threatens_life:
        return {}
    if warning.review_due_at is not None:
        return {"due": minute_of(warning.review_due_at), "is_late": now > warning.review_due_at}
    found = selectors.second_review_of(viewer, warning)
    return {"said_no": True} if found and found.verdict == Verdict.NO else {}


def _facts(warning: Any) -> list[Fact]:
    place = own_name(place_name(warning.place)) if warning.place else ""
    if warning.message in ENDS:
        return [Fact(_("Where"), place)]
    return [
        Fact(_("Event"), warning.get_event_display()),
        Fact(_("To whom"), own_name(warning.to_whom)),
        Fact(_("Where"), place),
        Fact(_("When"), window_of(warning)),
        Fact(_("How likely · how sure"), likelihood_of(warning)),
    ]


def _strip(warning: Any, names: Names, now: dt.datetime) -> list[Any]:
    out = (
        [_("{time} universal time").format(time=minute_of(warning.released_at))]
        if warning.released_at
        else []
    )
    return [
        state_of(warning, now),
        *out,
        own_name(names.organisation(warning.owner_id)),
        *([own_name(names.person(warning.created_by_id))] if warning.owner_id in names.own else []),
        marking(warning.marking),
    ]


def _checks(warning: Any, viewer: Any, names: Names) -> list[dict[str, Any]]:
    return [
        {
            "kind": check.get_kind_display(),
            "is_yes": check.verdict == Verdict.YES,
            "who": format_html(
                "{}, {}",
                own_name(names.person(check.created_by_id, check.owner_id)),
                minute_of(check.created_at),
            ),
            "is_old": check.kind != CheckKind.SECOND_REVIEW
            and warning.state not in GONE_OUT
            and check.of_version != warning.row_version,
            "check": check,
        }
        for check in selectors.checks_for(viewer, warning)
    ]


def _linked(other: Any, viewer: Any) -> Any:
    return other if other is not None and is_readable(other, viewer=viewer) else None
