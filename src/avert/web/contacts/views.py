from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avert.errors import InputError, StaleRecordError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.contacts import listing, selectors, services
from avert.web.contacts.forms import CONTACT_FIELDS, ChangeContactForm, ContactForm, FindForm
from avert.web.contacts.pages import list_crumb, pages_of_contact, tabs
from avert.web.records import views as record_views
from avert.web.records.conflicts import version_of
from avert.web.records.kinds import kind_called
from avert.web.records.naming import Names
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import may_remove, organisations_to_write_for
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.site.components import Download, Empty, Fact
from avert.web.site.record_pages import frame_of
from avert.web.site.templatetags.site_parts import own_name

KIND = "contacts.contact"
ON_A_PAGE = 100


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """List whom the viewer can reach, what should be looked at again first."""
    viewer, form, now = viewer_of(request), FindForm(request.GET), timezone.now()
    asked = form.cleaned_data if form.is_valid() else None
    found = selectors.contacts_for(viewer, **asked) if asked else selectors.contacts_for(viewer).none()
    page: Page[Any] = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", 1))
    services.append_list_read(kind=_kind(), occasion=occasion_of(request, now=now))
    rows = list(page.object_list)
    context = {
        "form": form,
        "page": page,
        "total": page.paginator.count,
        "tabs": tabs("contacts"),
        "table": listing.contacts_table(rows, today=now.date()) if rows else None,
        "empty": _nothing(is_narrowed=form.has_changed()),
        "may_write": organisations_to_write_for(viewer, _kind()).exists(),
    }
    return render(request, "contacts/contacts.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask whom else one can reach, and how."""
    above = list_crumb()
    return new_page(
        request,
        kind=_kind(),
        form=ContactForm(request.POST or None, viewer=viewer_of(request)),
        asking=Asking(
            question=_("Whom else can we reach, and how?"),
            lead=_("A role, never a name: people change, and a list of names harms them in the wrong hands."),
            button=_("Keep the contact"),
            back=above.url,
            crumbs=[above],
        ),
        write=services.add_contact,
        then=lambda contact: pages_of_contact(contact).url,
    )


@require_safe
def contact(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Show one contact."""
    found, viewer = found_or_404(request, KIND, contact_id), viewer_of(request)
    trees, ladders = selectors.uses_of(viewer, found)
    context = {
        **frame_of(found, pages_of_contact(found), viewer=viewer),
        "facts": _facts(found, Names(viewer)),
        "is_overdue": found.review_on is not None and found.review_on <= timezone.now().date(),
        "trees": trees,
        "ladders": ladders,
    }
    record_views.read(request, found)
    return render(request, "contacts/contact.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Change how a role is reached."""
    found = found_or_404(request, KIND, contact_id)
    form: Any = partial(ChangeContactForm, viewer=viewer_of(request))
    return edit_page(request, found, pages_of_contact(found), form=form, names=CONTACT_FIELDS)


@require_POST
def tried(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Write down that a contact was tried today."""
    return done_today(request, found_or_404(request, KIND, contact_id), "tried_on", pages_of_contact)


@require_http_methods(FORM_METHODS)
def remove(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Remove a contact for good, unless something still counts on it."""
    found, person = found_or_404(request, KIND, contact_id), person_of(request)
    if not may_remove(found, viewer=person):
        raise PermissionDenied
    pages, problem = pages_of_contact(found), ""
    if request.method == "POST":
        occasion, version = occasion_of(request, now=timezone.now()), version_of(request.POST)
        try:
            services.remove_contact(contact=found, row_version=version, viewer=person, occasion=occasion)
            return redirect(pages.above)
        except (InputError, StaleRecordError) as error:
            problem = _(str(error))
    trees, ladders = selectors.uses_of(person, found)
    context = {"record": found, "pages": pages, "crumbs": pages.crumbs, "problem": problem}
    context |= {"trees": trees, "ladders": ladders}
    return render(request, "contacts/remove.html", context, status=409 if problem else 200)


def done_today(request: HttpRequest, record: Any, field: str, pages_of: Any) -> HttpResponse:
    """Say of a record that something was done today, and go back to it."""
    now = timezone.now()
    services.say_done_today(
        record=record,
        field=field,
        row_version=record.row_version,
        viewer=person_of(request),
        occasion=occasion_of(request, now=now),
        today=now.date(),
    )
    return redirect(pages_of(record).url)


def _kind() -> Any:
    return kind_called(KIND)


def _facts(contact: Any, names: Names) -> list[Fact]:
    organisation = contact.organisation_id and own_name(names.organisation(contact.organisation_id))
    said = [
        (_("Reached first"), contact.get_way_display()),
        (_("Telephone"), contact.phone and own_name(contact.phone)),
        (_("E-mail"), contact.email and own_name(contact.email)),
        (_("Their system"), contact.webhook and own_name(contact.webhook)),
        (_("Organisation on this site"), organisation),
        (_("Level"), contact.get_level_display()),
        (_("Language"), contact.language and own_name(contact.language)),
        (_("People at risk themselves"), contact.is_at_risk),
        (_("Last tried"), contact.tried_on or _("never")),
        (_("Look again on"), contact.review_on or _("no day set")),
    ]
    return [Fact(term, detail) for term, detail in said if detail not in {None, ""}]


def _nothing(*, is_narrowed: bool) -> Empty:
    if is_narrowed:
        return Empty(
            _("No contact that you may read is like that"), action=Download(_("Show all"), list_crumb().url)
        )
    return Empty(
        _("No contacts yet that you may read"),
        _(
            "A contact is a role that can be reached: by message, by this site, or by someone who walks there."
        ),
        _("a secretary or warning officer who knows who answers at night."),
    )
