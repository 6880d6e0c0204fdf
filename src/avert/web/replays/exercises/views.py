from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avert.errors import InputError, StaleRecordError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.assessment import pages as assessment_pages
from avert.web.exercises.selectors import exercises_for
from avert.web.records import services as records
from avert.web.records import views as record_views
from avert.web.records.conflicts import version_of
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import is_writable, organisations_to_write_for
from avert.web.records.writing_pages import FORM_METHODS, Asking, new_page
from avert.web.replays.exercises import debriefs, entering, pages, registering, services
from avert.web.replays.exercises.forms import BeginForm, MoveOnForm
from avert.web.replays.exercises.selectors import taken_in
from avert.web.site.components import Download, Empty

KIND = "exercises.exercise"


@require_safe
def exercises_page(request: HttpRequest) -> HttpResponse:
    """List the exercises that the viewer may read."""
    viewer, kind = viewer_of(request), kind_called(KIND)
    found = list(exercises_for(viewer).order_by("-created_at", "pk"))
    records.append_list_read(kind=kind, occasion=occasion_of(request, now=timezone.now()))  # type: ignore[arg-type]
    may_write = organisations_to_write_for(viewer, kind).exists()  # type: ignore[arg-type]
    context = pages.list_context(found, viewer) | {"may_write": may_write, "empty": _nothing()}
    return render(request, "exercises/exercises.html", context)


@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask which case to work through, and with whom."""
    above = pages.list_crumb()
    return new_page(
        request,
        kind=kind_called(KIND),
        form=BeginForm(request.POST or None, initial={"replay": request.GET.get("replay", "")[:100]}),
        asking=Asking(
            question=_("Which case is worked through, and with whom?"),
            lead=_(
                "An exercise shows a real case as it was known, day by day. Nothing in it reaches anyone outside it."
            ),
            button=_("Begin"),
            back=above.url,
            crumbs=[above],
        ),
        write=services.begin_replay,
        then=lambda exercise: pages.pages_of(exercise).url,
    )


@require_safe
def exercise(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show what is known where an exercise's clock stands, and what waits to be taken in."""
    found, viewer = found_or_404(request, KIND, record_id), viewer_of(request)
    record_views.read(request, found)
    context = pages.exercise_context(found, viewer=viewer, taken=taken_in(found))
    return render(request, "exercises/exercise.html", context)


@require_POST
def move_on(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Move the clock of an exercise on."""
    found, person = found_or_404(request, KIND, record_id), person_of(request)
    form = MoveOnForm(request.POST, exercise=found)
    if not is_writable(found, viewer=person):
        raise PermissionDenied
    if form.is_valid():
        try:
            services.move_on(
                exercise=found,
                row_version=version_of(request.POST),
                to=form.instant,
                viewer=person,
                occasion=occasion_of(request, now=timezone.now()),
            )
        except StaleRecordError:
            messages.warning(request, _("Someone else has moved the clock on already."))
    return redirect(pages.pages_of(found).url)


@require_POST
def take_in(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Take reports of the case in as signals of the exercise."""
    found, person = found_or_404(request, KIND, record_id), person_of(request)
    try:
        taken = services.take_in(
            exercise=found,
            item_ids=request.POST.getlist("item"),
            viewer=person,
            occasion=occasion_of(request, now=timezone.now()),
        )
    except InputError as error:
        messages.error(request, _(str(error)))
    else:
        said = ngettext("One report was taken in.", "{n} reports were taken in.", len(taken))
        messages.success(request, said.format(n=len(taken)))
    return redirect(pages.pages_of(found).url)


@require_POST
def enter_readings(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Enter the readings of the case into the assessment of the exercise."""
    found, person = found_or_404(request, KIND, record_id), person_of(request)
    occasion = occasion_of(request, now=timezone.now())
    try:
        entered = entering.enter_readings(exercise=found, viewer=person, occasion=occasion)
    except InputError as error:
        messages.error(request, _(str(error)))
        return redirect(pages.pages_of(found).url)
    return redirect(assessment_pages.pages_of(entered).url)


@require_POST
def enter_structures(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Enter the structures of the case into the register of the exercise."""
    found, person = found_or_404(request, KIND, record_id), person_of(request)
    occasion = occasion_of(request, now=timezone.now())
    entered = registering.enter_structures(exercise=found, viewer=person, occasion=occasion)
    said = ngettext("One structure was entered.", "{n} structures were entered.", entered)
    messages.success(request, said.format(n=entered))
    return redirect(pages.pages_of(found).url)


@require_safe
def debrief(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show what was known, what this exercise made of it, and what is recorded of the case."""
    found, viewer = found_or_404(request, KIND, record_id), viewer_of(request)
    record_views.read(request, found)
    context = pages.debrief_context(found, debriefs.happenings(found, viewer=viewer))
    return render(request, "exercises/debrief.html", context)


def _nothing() -> Empty:
    return Empty(
        _("No exercises that you may read"),
        _(
            "An exercise works through a real case day by day, with signals, warnings and answers of your own."
        ),
        action=Download(_("See the cases"), "/replays/"),
    )
