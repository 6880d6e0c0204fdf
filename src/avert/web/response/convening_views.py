"""Pages on which people are brought together: whom, about what, and what they answered."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.errors import InputError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.exercises.asked import exercise_asked
from avert.web.exercises.selectors import now_in
from avert.web.rates import costly
from avert.web.records.forms import unjudged
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.services import append_export
from avert.web.records.views import place_typed
from avert.web.records.words import place_as_typed
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.response import convening, selectors, whom
from avert.web.response.convening_forms import INVITATION_FIELDS, ConveneForm, InvitationForm, WhomForm
from avert.web.response.letter import letter_of
from avert.web.response.pages import pages_of_invitation, pages_of_room, rooms_crumb
from avert.web.site.printing import MOST_OUT_OF_HAND, paper_asked, paper_response

KIND = "response.invitation"
# What the page that opens a room sends besides what other pages send to it.
OWN_FIELD = "marking"


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def convene(request: HttpRequest) -> HttpResponse:
    """Ask whom to bring together and about what. Other pages send the gap and the structures here, never in the URL."""
    exercise, is_typed = exercise_asked(request), OWN_FIELD in request.POST
    initial = {
        "place": place_as_typed((request.POST.get("place") or request.GET.get("place", ""))[:100]),
        "gap": request.POST.get("gap", "")[:2000],
    }
    place = place_typed(request) if "place" in request.POST else request.GET.get("place", "")[:100]
    given = _whom(request, place or "", exercise)
    form = ConveneForm(request.POST if is_typed else None, initial=initial, **given)
    asking = Asking(
        question=_("Whom do we bring together, and about what?"),
        lead=_("Nobody is asked yet: each invitation is only drafted, and for your own organisation alone."),
        button=_("Open the room"),
        back=rooms_crumb().url,
        crumbs=[rooms_crumb()],
    )
    return new_page(
        request,
        kind=kind_called("response.room"),
        form=form,
        asking=asking,
        write=partial(convening.convene, exercise=exercise),
        then=lambda room: pages_of_room(room).url,
        template="response/convene.html",
        is_typed=is_typed,
        context={"at_odds": _at_odds(request, given["chosen"], exercise), "exercise": exercise},
    )


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def invite(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Ask who else is to be invited to a room."""
    viewer, room = person_of(request), selectors.room_for(viewer_of(request), record_id)
    if room is None:
        raise Http404
    if not selectors.may_add_to(viewer, room):
        raise PermissionDenied
    invited, place = selectors.invitations_in(viewer, room), "" if request.POST.get("find") else room.place
    given = _whom(request, place, room.exercise)
    given = {name: convening.without_those_invited(rows, invited) for name, rows in given.items()}
    form = WhomForm(request.POST or None, **given)
    if "show" in request.POST:
        form = unjudged(form)
    elif form.is_valid() and _is_written(request, form, room):
        return redirect(pages_of_room(room).url)
    already = whom.standing_for(viewer, [one.structure_id for one in invited if one.structure_id]).values()
    context = {
        "form": form,
        "pages": pages_of_room(room),
        "crumbs": pages_of_room(room).crumbs,
        "at_odds": _at_odds(request, [*already, *given["chosen"]], room.exercise),
    }
    return render(request, "response/invite.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change an invitation, or write down what was answered."""
    found = found_or_404(request, KIND, record_id)
    # In an exercise nobody outside it is reached.
    contacts = {} if found.room.exercise_id else selectors.contacts_for(viewer_of(request))
    form: Any = partial(InvitationForm, contacts=contacts)
    return edit_page(
        request,
        found,
        pages_of_invitation(found),
        form=form,
        names=INVITATION_FIELDS,
        change=convening.change_invitation,
        template="response/edit_invitation.html",
    )


@costly
@require_safe
def letter(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Print an invitation as a letter, to be handed over or read out."""
    found, viewer = found_or_404(request, KIND, record_id), viewer_of(request)
    room = selectors.room_for(viewer, found.room_id)
    if room is None or max(found.marking, room.marking) > MOST_OUT_OF_HAND:
        raise Http404
    now = timezone.now()
    meeting = selectors.next_meeting(viewer, room, now_in(room.exercise, now))
    paper = paper_asked(request.GET.get("paper", ""))
    content = letter_of(found, room, meeting, viewer=viewer, now=now, paper=paper)
    append_export(record=found, occasion=occasion_of(request, now=now))
    return paper_response(content, "letter")


def _whom(request: HttpRequest, place: str, exercise: Any) -> dict[str, list[Any]]:
    """Return the structures that are chosen and those that are found, as far as the viewer may read them."""
    viewer, key = viewer_of(request), exercise.pk if exercise else None
    find, today = request.POST.get("find", "")[:100], now_in(exercise, timezone.now()).date()
    return {
        "chosen": whom.chosen(viewer, request.POST.getlist("structure"), exercise_id=key),
        "found": whom.find_structures(viewer, find=find, place=place, exercise_id=key, today=today),
    }


def _at_odds(request: HttpRequest, structures: list[Any], exercise: Any) -> list[Any]:
    today = now_in(exercise, timezone.now()).date()
    return whom.hostile_pairs(viewer_of(request), structures, today)


def _is_written(request: HttpRequest, form: WhomForm, room: Any) -> bool:
    act: dict[str, Any] = {"viewer": person_of(request), "occasion": occasion_of(request, now=timezone.now())}
    try:
        convening.invite_all(room=room, **form.cleaned_data, **act)
    except InputError as error:
        form.add_error(None, _(str(error)))
        return False
    return True
