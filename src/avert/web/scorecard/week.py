"""What a viewer may tell of a week, none of it above the marking that the report is for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from avert.brief.composing import file_code
from avert.brief.document import Row
from avert.brief.iso_week import IsoWeek
from avert.brief.week import ByLens, Week, WeeklyReport, report_of
from avert.handling import Marking
from avert.places import find_place
from avert.warning.clock import ClockState, Stage, state_of
from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by
from avert.web.scorecard.selectors import ASKS, About, signals_about
from avert.web.scorecard.week_promises import commitments_of, dates_of
from avert.web.scorecard.week_public import changes_in, public_on, unknown_in
from avert.web.scorecard.week_sieve import Frame, Sieve, short
from avert.web.signals.models import Verification
from avert.web.signals.vocabulary import About as What
from avert.web.signals.vocabulary import Finding, Lens
from avert.web.warnings.course_rows import asked_of, courses_in
from avert.web.warnings.course_words import stands_at
from avert.web.warnings.models import Addressee, CourseEvent
from avert.web.warnings.selectors import warnings_for
from avert.web.warnings.vocabulary import GONE_OUT, Message, State

MOST_EXAMPLES = 5


def weekly_report(
    viewer: Viewer, *, week: IsoWeek, about: About, marking: Marking, now: dt.datetime
) -> WeeklyReport:
    """Return the report of a week, in English as briefs are."""
    frame, sieve = Frame(viewer, week, about, min(now, week.ends)), Sieve(marking)
    with override("en"):
        return report_of(_told(frame, sieve, now))


def _told(frame: Frame, sieve: Sieve, now: dt.datetime) -> Week:
    signals = sieve.keep(signals_about(frame.viewer, frame.about).filter(**frame.contains("received_at")))
    found = sieve.keep(_verifications(frame).filter(signal__in=signals.values("pk")))
    out = warnings_for(frame.viewer, exercise_id=frame.about.exercise_id).filter(
        state__in=GONE_OUT, released_at__lt=frame.week.ends, **frame.in_place
    )
    warnings = sieve.keep(out.filter(released_at__gte=frame.week.starts)).order_by("released_at", "pk")
    answers = _answers(frame, sieve, out)
    public = public_on(frame.about)
    place = find_place(frame.about.place) if frame.about.place else None
    lines = commitments_of(frame, sieve)
    dates = dates_of(frame, sieve)
    return Week(
        week=frame.week,
        place_key=frame.about.place,
        place=place.name() if place else "All places",
        code=file_code(place) if place else "all",
        issued_at=now,
        markings=(*sieve.markings, *([public.provenance.marking] if public else [])),
        left_out=sieve.left_out,
        signals=_by_lens("Signals", signals),
        released=_by_lens("Warnings released, updated or ended", warnings),
        kinds=_counted(signals, "about", What),
        found=_counted(found, "finding", Finding),
        examples=_examples(signals, found),
        warnings=tuple(_warning(row) for row in warnings),
        answers=tuple(_answer(*pair) for pair in answers),
        without_answer=sum(_is_without(state) for _addressee, state in answers),
        commitments=lines,
        dates=dates,
        changes=changes_in(public),
        unknown=(*_unknown(signals, found), *unknown_in(frame.about, public, now)),
        sources=public.provenance.releases if public else (),
        results=tuple(Row(f"{r.kind} {r.origin}", r.result_id) for r in public.results) if public else (),
    )


def _verifications(frame: Frame) -> RecordQuerySet:
    found: RecordQuerySet = readable_by(frame.viewer, Verification)
    # In an exercise they are kept by the real clock, which says nothing of its week.
    return found if frame.about.exercise_id else found.filter(**frame.contains("created_at"))


def _by_lens(what: str, found: RecordQuerySet) -> ByLens:
    counts = dict(found.order_by().values_list("lens").annotate(Count("pk")))
    return ByLens(what, *(counts.get(lens.value, 0) for lens in (Lens.CONFLICT, Lens.ATROCITY, Lens.BOTH)))


def _counted(found: RecordQuerySet, name: str, words: Any) -> tuple[tuple[str, int], ...]:
    counts = found.order_by().values_list(name).annotate(Count("pk"))
    ranked = sorted(counts, key=lambda pair: (-pair[1], pair[0]))
    return tuple((str(words(word).label), number) for word, number in ranked)


def _examples(signals: RecordQuerySet, found: RecordQuerySet) -> tuple[str, ...]:
    """Return what a second person confirmed; what nobody did would only be spread further."""
    confirmed = signals.filter(pk__in=found.filter(finding=Finding.CONFIRMED).values("signal"))
    rows = confirmed.order_by("-threatens_life", "-received_at", "pk")[:MOST_EXAMPLES]
    return tuple(short(row.text) for row in rows)


def _warning(row: Any) -> Row:
    happened = {Message.ALERT: _("released"), Message.UPDATE: _("updated"), Message.CANCEL: _("withdrawn")}
    word = happened.get(row.message, _("all clear"))
    said = [
        f"{word}, {date_format(row.released_at, 'DATE_FORMAT')}",
        row.get_event_display(),
        _("lens: {word}").format(word=row.get_lens_display().lower()),
    ]
    if row.message in ASKS:
        said.append(row.get_probability_display())
    if row.message in ASKS and row.confidence:
        said.append(_("confidence {word}").format(word=row.get_confidence_display().lower()))
    return Row(row.title, " · ".join(text for text in said if text))


def _answers(frame: Frame, sieve: Sieve, out: RecordQuerySet) -> list[tuple[Any, ClockState]]:
    """Return whom warnings in force ask, and where each stands by what may be told, what is overdue first."""
    in_force = out.filter(state=State.RELEASED, message__in=ASKS, marking__lte=sieve.most)
    asked = readable_by(frame.viewer, Addressee).filter(warning__in=in_force.values("pk"))
    addressees = list(sieve.keep(asked).select_related("warning"))
    zones = {one.pk: one.zone for one in addressees}
    steps = readable_by(frame.viewer, CourseEvent).filter(addressee__in=zones, recorded_at__lte=frame.at)
    courses = courses_in(sieve.keep(steps).order_by("recorded_at", "pk"), zones)
    found = [(one, state_of(courses[one.pk], frame.at, asked_of(one))) for one in addressees]
    return sorted(found, key=lambda pair: (not pair[1].is_overdue, not _is_without(pair[1]), str(pair[0].pk)))


def _answer(addressee: Any, state: ClockState) -> Row:
    overdue = _("overdue") if state.is_overdue else ""
    said = [stands_at(state), overdue, _("asked: {what}").format(what=short(addressee.asked))]
    return Row(f"{addressee.role} ({addressee.warning.title})", " · ".join(text for text in said if text))


def _is_without(state: ClockState) -> bool:
    return state.reached is None or state.reached < Stage.ACKNOWLEDGED


def _unknown(signals: RecordQuerySet, found: RecordQuerySet) -> tuple[str, ...]:
    unverified = signals.exclude(pk__in=found.values("signal")).count()
    stopped = signals.filter(about=What.BLACKOUT).count()
    said = []
    if unverified:
        said.append(_("{n} of the signals were verified by nobody this week.").format(n=unverified))
    if stopped:
        said.append(
            _("{n} signals tell that reporting has stopped somewhere. Silence is not calm.").format(n=stopped)
        )
    return tuple(said)
