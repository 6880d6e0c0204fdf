from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from avert.web.access import occasion_of
from avert.web.accounts.reauthentication import needs_recent_authentication
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.sealing import custody, selectors, services
from avert.web.sealing.errors import CannotOpenError, KeyFileError, NotCustodianError
from avert.web.sealing.forms import KeyForm, NameCustodianForm, PassphraseForm
from avert.web.sealing.key_file import read_key_file
from avert.web.sealing.selectors import Custody
from avert.web.sealing.vocabulary import label_of


@require_GET
def custodian(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Show who keeps the organisation's key."""
    found = _custody_or_404(request, organisation_id)
    members = selectors.members_to_name(organisation=found.organisation, viewer=viewer_of(request))
    return render(request, "sealing/custodian.html", {"custody": found, "form": NameCustodianForm(members)})


@needs_recent_authentication(form="sealing:custodian")
@require_POST
def name_custodian(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Ask a member to keep the key."""
    found = _custody_or_404(request, organisation_id)
    members = selectors.members_to_name(organisation=found.organisation, viewer=viewer_of(request))
    form = NameCustodianForm(members, request.POST)
    if not form.is_valid():
        return render(request, "sealing/custodian.html", {"custody": found, "form": form})
    custody.name_custodian(
        organisation=found.organisation, custodian=form.cleaned_data["custodian"], **_who(request)
    )
    messages.success(request, _("The custodian is asked. This page shows her or him what to do next."))
    return redirect("sealing:custodian", organisation_id)


@needs_recent_authentication()
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def make_key(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Make the key, and show it this once."""
    found = _custody_or_404(request, organisation_id)
    if found.to_come is None or not found.is_asked:
        raise Http404
    form = PassphraseForm(person_of(request), request.POST or None)
    if not form.is_valid():
        return render(request, "sealing/make_key.html", {"custody": found, "form": form})
    key_file = custody.make_key(
        key=found.to_come, passphrase=form.cleaned_data["passphrase"], **_who(request)
    )
    context = {"custody": found, "key_file": key_file, "fingerprint": read_key_file(key_file)["fingerprint"]}
    return render(request, "sealing/recovery_sheet.html", context)


@never_cache
@sensitive_post_parameters()
@require_POST
def key_file(request: HttpRequest) -> HttpResponse:
    """Return the key file that the page before shows as a download; the server has it no more by then."""
    text = request.POST.get("key_file", "")
    try:
        fingerprint = read_key_file(text)["fingerprint"]
    except KeyFileError:
        raise Http404 from None
    name = "".join(sign for sign in fingerprint if sign.isalnum())[:10]
    return HttpResponse(
        text,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}.avert-key"'},
    )


@needs_recent_authentication()
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def prove_key(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Let the custodian try the key before anything is sealed with it."""
    found = _custody_or_404(request, organisation_id)
    if found.to_come is None or not found.is_asked or not found.to_come.public_key:
        raise Http404
    form = _key_form(request)
    if form.is_valid():
        try:
            key = custody.prove_key(key=found.to_come, **form.opening(), **_who(request))
        except CannotOpenError as error:
            form.refuse(error)
        else:
            messages.success(request, _tried(is_in_use=key.begun_at is not None))
            return redirect("sealing:custodian", organisation_id)
    return render(request, "sealing/prove_key.html", {"custody": found, "form": form})


@needs_recent_authentication()
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Let the custodian give all that the key opens to the next one."""
    found = _custody_or_404(request, organisation_id)
    key = found.to_hand_over
    if key is None:
        raise Http404
    form = _key_form(request)
    if form.is_valid():
        try:
            count = custody.hand_over(key=key, **form.opening(), **_who(request))
        except CannotOpenError as error:
            form.refuse(error)
        except NotCustodianError:
            form.add_error(
                None, _("Nobody can take over yet: the new custodian makes a key and tries it first.")
            )
        else:
            messages.success(request, _handed_over(count))
            return redirect("sealing:custodian", organisation_id)
    return render(request, "sealing/hand_over.html", {"custody": found, "form": form})


@needs_recent_authentication(form="sealing:custodian")
@require_POST
def begin_anew(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Use the new key from now on, without a hand-over."""
    found = _custody_or_404(request, organisation_id)
    if not found.can_begin_anew or found.to_come is None:
        raise Http404
    custody.begin_anew(key=found.to_come, **_who(request))
    messages.success(
        request, _("The new key is in use. What was sealed before stays with the key before it.")
    )
    return redirect("sealing:custodian", organisation_id)


@needs_recent_authentication()
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def open_sealed(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Open the sealed fields of a record, to its custodian and for this one answer."""
    sealed = selectors.sealed_fields_of(record_id=record_id, viewer=viewer_of(request))
    if sealed is None or not sealed.is_custodian:
        raise Http404
    form = _key_form(request)
    opened: dict[str, str] = {}
    if form.is_valid():
        try:
            opened = services.open_sealed(record_id=record_id, **form.opening(), **_who(request))
        except CannotOpenError as error:
            form.refuse(error)
        except PermissionDenied:
            raise Http404 from None
    fields = [(label_of(name), opened.get(name)) for name in sealed.field_names]
    return render(request, "sealing/open.html", {"form": form, "fields": fields, "is_open": bool(opened)})


def _custody_or_404(request: HttpRequest, organisation_id: UUID) -> Custody:
    found = selectors.custody_of(organisation_id=organisation_id, viewer=viewer_of(request))
    if found is None:
        raise Http404
    return found


def _key_form(request: HttpRequest) -> KeyForm:
    return KeyForm(request.POST, request.FILES) if request.method == "POST" else KeyForm()


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"viewer": person_of(request), "occasion": occasion_of(request, now=timezone.now())}


def _tried(*, is_in_use: bool) -> str:
    if is_in_use:
        return _("The key works and is in use from now on.")
    return _("The key works. It is used once the custodian before you has handed over.")


def _handed_over(count: int) -> str:
    return ngettext(
        "%(count)s sealed field is handed over. Your key opens nothing any more.",
        "%(count)s sealed fields are handed over. Your key opens nothing any more.",
        count,
    ) % {"count": count}
