"""Pages of response protocols: what is agreed and tried out before it is needed."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.records import views as record_views
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import is_writable, organisations_to_write_for
from avert.web.records.services import append_list_read
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.response import protocol_page, selectors, services
from avert.web.response.forms import (
    OPTION_FIELDS,
    PROTOCOL_FIELDS,
    REHEARSAL_FIELDS,
    ChangeProtocolForm,
    OptionForm,
    ProtocolForm,
    RehearsalForm,
)
from avert.web.response.pages import (
    pages_of_option,
    pages_of_protocol,
    pages_of_rehearsal,
    protocols_crumb,
    rooms_crumb,
)
from avert.web.site.record_pages import add_page

ON_A_PAGE = 50
KIND = "response.protocol"


@require_safe
def protocols(request: HttpRequest) -> HttpResponse:
    """List the protocols that the viewer may read."""
    viewer, now = viewer_of(request), timezone.now()
    found = selectors.protocols_for(viewer).order_by("title", "pk")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", 1))
    append_list_read(kind=_kind(), occasion=occasion_of(request, now=now))
    rows = list(page.object_list)
    context = {
        "crumbs": [rooms_crumb()],
        "page": page,
        "table": protocol_page.list_of(rows, now=now) if rows else None,
        "may_write": organisations_to_write_for(viewer, _kind()).exists(),
    }
    return render(request, "response/protocols.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask what starts a response, and who may see it."""
    above = protocols_crumb()
    asking = Asking(
        question=_("What starts a response, and who may see it?"),
        lead=_("Options, mandates and rehearsals are added on the next page."),
        button=_("Save the protocol"),
        back=above.url,
        crumbs=[rooms_crumb(), above],
    )
    return new_page(
        request,
        kind=_kind(),
        form=ProtocolForm(request.POST or None),
        asking=asking,
        write=services.write_protocol,
        then=lambda protocol: pages_of_protocol(protocol).url,
    )


@require_safe
def protocol(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show one protocol with its options and rehearsals."""
    found = found_or_404(request, KIND, record_id)
    context = protocol_page.context_of(found, viewer=viewer_of(request), now=timezone.now())
    record_views.read(request, found)
    return render(request, "response/protocol.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change what starts a response."""
    found = found_or_404(request, KIND, record_id)
    return edit_page(request, found, pages_of_protocol(found), form=ChangeProtocolForm, names=PROTOCOL_FIELDS)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new_option(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Ask what can be done, and what harm it may do."""
    found = _writable_or_404(request, record_id)
    form = OptionForm(request.POST or None, contacts=selectors.contacts_for(viewer_of(request)))
    write = partial(services.add_option, protocol=found)
    question = _("What can be done, by whom, and what harm may it do?")
    return add_page(request, form, question=question, around=pages_of_protocol(found), write=write)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit_option(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change what can be done."""
    found = found_or_404(request, "response.protocoloption", record_id)
    form: Any = partial(OptionForm, contacts=selectors.contacts_for(viewer_of(request)))
    change = services.change_option
    return edit_page(request, found, pages_of_option(found), form=form, names=OPTION_FIELDS, change=change)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new_rehearsal(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Ask when a protocol was tried out, and what was learned."""
    found = _writable_or_404(request, record_id)
    write = partial(services.add_rehearsal, protocol=found)
    form, question = RehearsalForm(request.POST or None), _("When was it tried out, and what was learned?")
    return add_page(request, form, question=question, around=pages_of_protocol(found), write=write)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit_rehearsal(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change what a rehearsal taught."""
    found = found_or_404(request, "response.rehearsal", record_id)
    return edit_page(request, found, pages_of_rehearsal(found), form=RehearsalForm, names=REHEARSAL_FIELDS)


def _writable_or_404(request: HttpRequest, record_id: uuid.UUID) -> Any:
    found = found_or_404(request, KIND, record_id)
    if not is_writable(found, viewer=person_of(request)):
        raise PermissionDenied
    return found


def _kind() -> Any:
    return kind_called(KIND)
