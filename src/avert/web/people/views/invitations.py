from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from avert.web.access import address_of, occasion_of, open_to_strangers
from avert.web.accounts import belonging, policy
from avert.web.accounts import invitations as services
from avert.web.accounts.reauthentication import needs_recent_authentication
from avert.web.accounts.selectors import person_of, person_or_none
from avert.web.limits.purposes import Purpose
from avert.web.limits.selectors import is_exceeded
from avert.web.limits.services import note_failure
from avert.web.people.asking import crumbs_to, occasion_now, organisation_or_404
from avert.web.people.forms import CodeForm, InvitationForm, JoinForm
from avert.web.people.words import named, role_in_words


@needs_recent_authentication()
@sensitive_variables("code", "context")
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Invite someone, and show the code this once."""
    viewer, found = person_of(request), organisation_or_404(request, organisation_id)
    if not policy.may_invite(viewer, found.pk):
        raise PermissionDenied
    is_first = not policy.decides_for(viewer, found.pk)
    form = InvitationForm(request.POST or None, organisation=found, is_for_first_lead=is_first)
    context = {
        "form": form,
        "is_first": is_first,
        "name": named(found.name),
        "crumbs": crumbs_to(found, viewer),
    }
    if not form.is_valid():
        return render(request, "people/invite.html", context)
    invitation, code = services.invite(
        invitation=form.invitation(),
        days=form.cleaned_data["days"],
        viewer=viewer,
        occasion=occasion_now(request),
    )
    # Shown in the answer itself: led elsewhere, the code would have to be kept until then.
    context |= {"code": code, "until": invitation.expires_at.date(), "role": role_in_words(invitation)}
    return render(request, "people/invited.html", context | {"organisation": found})


@require_POST
def withdraw(request: HttpRequest, organisation_id: uuid.UUID, invitation_id: uuid.UUID) -> HttpResponse:
    """Make the code of an invitation useless."""
    viewer, found = person_of(request), organisation_or_404(request, organisation_id)
    if not policy.may_invite(viewer, found.pk):
        raise PermissionDenied
    invitation = belonging.invitation_for(viewer=viewer, organisation=found, invitation_id=invitation_id)
    if invitation is None:
        raise Http404
    services.withdraw(invitation=invitation, viewer=viewer, occasion=occasion_now(request))
    messages.success(request, _("The invitation is withdrawn; its code opens nothing."))
    return redirect("people:organisation", found.pk)


@open_to_strangers
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Let whoever brings a code in: with a new account, or with the one they have."""
    person, now = person_or_none(request), timezone.now()
    kind = CodeForm if person else JoinForm
    form = kind(request.POST or None, now=now)
    context = {"form": form, "is_new": person is None}
    address = address_of(request)
    if request.method == "POST" and is_exceeded(purpose=Purpose.INVITATION_CODE, key=address, now=now):
        messages.error(request, _("Too many wrong codes came from here. Wait a while, then try again."))
        return render(request, "people/join.html", context | {"form": kind(now=now)})
    if form.is_valid() and (organisation_id := _joined(request, form)):
        messages.success(request, _("You belong to it now."))
        return redirect("people:organisation", organisation_id)
    if form.has_error("code", "not-good"):
        note_failure(purpose=Purpose.INVITATION_CODE, key=address, now=now)
    return render(request, "people/join.html", context)


def _joined(request: HttpRequest, form: CodeForm | JoinForm) -> uuid.UUID | None:
    occasion, code = occasion_of(request, now=form.now), form.cleaned_data["code"]
    try:
        if isinstance(form, CodeForm):
            membership = services.accept(code=code, person=person_of(request), occasion=occasion)
        else:
            membership = services.join(
                code=code, newcomer=form.newcomer(), request=request, occasion=occasion
            )
    except services.NotGoodCodeError as error:  # somebody else was quicker
        form.add_error("code", ValidationError(str(error), code="not-good"))
    except services.NameTakenError as error:
        form.add_error("username", str(error))
    else:
        return membership.organisation_id
    return None
