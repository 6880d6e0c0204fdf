"""What the page of one signal shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from avert.web.exercises.selectors import exercise_shown
from avert.web.records.audiences import sharing_of
from avert.web.records.naming import Names
from avert.web.records.pages import Pages, who_has_seen_url
from avert.web.records.selectors import is_writable, may_remove
from avert.web.sealing.selectors import sealed_fields_of
from avert.web.signals import listing, queue, selectors
from avert.web.signals.forms import AnswerForm
from avert.web.signals.policy import is_second_person
from avert.web.signals.vocabulary import FROM_PEOPLE, About, Standing
from avert.web.signals.weighing import relations_of, weighed_of
from avert.web.signals.words import SAID_FROM, grade_in_words, title_of
from avert.web.site.components import Crumb, Fact, Text
from avert.web.site.navigation import url_or_empty
from avert.web.site.templatetags.site_parts import marking, own_name


@dataclass(frozen=True)
class Beside:
    """Another signal and what it is to this one."""

    signal: Any
    title: str
    url: str
    says: Text
    grade: str = ""


def queue_crumb(exercise_id: Any = None) -> Crumb:
    """Return the step to the queue: of what is real, or of the exercise."""
    asked = f"?exercise={exercise_id}" if exercise_id else ""
    return Crumb(_("Signals"), reverse("signals:signals") + asked)


def pages_of(signal: Any) -> Pages:
    """Return how a signal is called and where its pages are."""
    url, above = reverse("signals:signal", args=[signal.pk]), queue_crumb(signal.exercise_id)
    return Pages(title_of(signal), url, above.url, (above, Crumb(own_name(title_of(signal)), url)))


def pages_of_part(part: Any) -> Pages:
    """Return the same of a verification or an answer, which stand on the page of their signal."""
    around = pages_of(part.signal)
    return Pages(
        str(part.get_finding_display() if hasattr(part, "finding") else part.get_kind_display()),
        around.url,
        around.url,
        around.crumbs,
    )


def context_of(signal: Any, *, viewer: Any, now: dt.datetime) -> dict[str, Any]:
    """Return everything that the page of a signal shows to this viewer; ``now`` is by the signal's own clock."""
    names = Names(viewer)
    is_own, may_write = signal.owner_id in names.own, is_writable(signal, viewer=viewer)
    answers = list(selectors.answers_of(viewer, signal))
    return {
        "crumbs": [queue_crumb(signal.exercise_id)],
        "pages": pages_of(signal),
        "signal": signal,
        "exercise": exercise_shown(viewer, signal.exercise_id),
        "facts": _facts(signal, names),
        "is_blackout": signal.about == About.BLACKOUT,
        "is_old": queue.is_old(signal, now),
        "is_open": signal.standing == Standing.OPEN,
        "is_own": is_own,
        "audience": names.list_of(sharing_of(signal.audience_id)) if is_own else [],
        "is_writable": may_write,
        "is_removable": may_remove(signal, viewer=viewer),
        "who_has_seen_url": who_has_seen_url(signal, viewer=viewer),
        "sealed": sealed_fields_of(record_id=signal.pk, viewer=viewer),
        "answers": [_by(part, names) for part in answers],
        "is_owed": signal.way in FROM_PEOPLE and not answers,
        "form": AnswerForm() if may_write else None,
        "warn_url": _url_from(signal, "warnings:new") if may_write else "",
        "evidence_url": _url_from(signal, "assessment:from-signal") if may_write else "",
        **_reliance(signal, viewer, names),
    }


def _reliance(signal: Any, viewer: Any, names: Names) -> dict[str, Any]:
    known = relations_of(viewer, signal)
    related = [_beside(other, SAID_FROM[relation, is_from]) for other, relation, is_from in known]
    is_known = {other.signal.pk for other in related}
    pairs = [pair for pair in listing.alike(viewer, signal) if pair[0].pk not in is_known]
    graded_by = selectors.graded_by(signal)
    weighed = weighed_of(viewer, [signal])[signal.pk]
    return {
        "grade": grade_in_words(signal.grade),
        "weighed": weighed,
        "notes": [_(note) for note in weighed.notes],
        "related": related,
        "maybe_same": [_beside(other, listing.likeness(pair)) for other, pair in pairs],
        "verifications": [_by(part, names) for part in selectors.verifications_of(viewer, signal)],
        "is_second_person": is_second_person(viewer, signal, graded_by=[graded_by]),
    }


def _facts(signal: Any, names: Names) -> list[Fact]:
    who = own_name(names.person(signal.created_by_id, signal.owner_id))
    where = listing.where_of(signal)
    return [
        Fact(_("Where"), own_name(where) if where else _("not said")),
        Fact(_("When"), _instant(signal.happened_at) if signal.happened_at else _("not said")),
        Fact(_("Received"), _instant(signal.received_at)),
        Fact(_("About"), signal.get_about_display()),
        Fact(_("Lens"), signal.get_lens_display()),
        Fact(_("Changes"), signal.get_pace_display()),
        Fact(_("Came in by"), signal.get_way_display()),
        Fact(_("Taken in by"), who),
        Fact(_("Kept by"), own_name(names.organisation(signal.owner_id))),
        Fact(_("Marking"), marking(signal.marking)),
    ]


def _instant(at: dt.datetime) -> str:
    in_utc = at.astimezone(dt.UTC)
    return format_html(
        '<time datetime="{}">{}</time> <abbr title="{}" translate="no">UTC</abbr>',
        in_utc.isoformat(),
        f"{in_utc:%Y-%m-%d %H:%M}",
        _("universal time"),
    )


def _beside(signal: Any, says: Text) -> Beside:
    url = reverse("signals:signal", args=[signal.pk])
    return Beside(signal, title_of(signal), url, says, grade_in_words(signal.grade))


def _by(part: Any, names: Names) -> dict[str, Any]:
    return {"part": part, "who": names.person(part.created_by_id, part.owner_id)}


def _url_from(signal: Any, name: str) -> str:
    route = url_or_empty(name)
    asked = {"signal": signal.pk} | ({"exercise": signal.exercise_id} if signal.exercise_id else {})
    return f"{route}?{urlencode(asked)}" if route else ""
