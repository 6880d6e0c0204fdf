"""Phone trees and their calls."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avert.warning.phone_trees import MINUTES_PER_CALL
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.contacts import listing, selectors, services
from avert.web.contacts.forms import TREE_FIELDS, CallForm, ChangeTreeForm, PaceForm, TreeForm
from avert.web.contacts.pages import list_crumb, pages_of_tree, tabs, trees_crumb
from avert.web.contacts.paper import tree_paper
from avert.web.contacts.tree_page import context_of
from avert.web.contacts.views import done_today
from avert.web.rates import costly
from avert.web.records import views as record_views
from avert.web.records.conflicts import version_of
from avert.web.records.kinds import kind_called
from avert.web.records.pages import Pages
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import may_remove, organisations_to_write_for
from avert.web.records.services import append_export
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.site.components import Empty
from avert.web.site.printing import MOST_OUT_OF_HAND, paper_asked, paper_response
from avert.web.site.record_pages import PartAsking, frame_of, part_page

KIND, PART = "contacts.phonetree", "contacts.call"


@require_safe
def trees(request: HttpRequest) -> HttpResponse:
    """List the phone trees that the viewer may read."""
    viewer, now = viewer_of(request), timezone.now()
    rows, part = list(selectors.trees_for(viewer)), kind_called(PART)
    services.append_list_read(kind=_kind(), occasion=occasion_of(request, now=now))
    counts = selectors.counts_of(part, viewer, rows)  # type: ignore[arg-type]  # there is such a kind
    context = {
        "tabs": tabs("trees"),
        "crumbs": [],
        "table": listing.trees_table(rows, counts, today=now.date()) if rows else None,
        "empty": Empty(
            _("No phone trees yet that you may read"),
            _("A phone tree says who calls whom. It works when the site, the network or the power does not."),
        ),
        "may_write": organisations_to_write_for(viewer, _kind()).exists(),
    }
    return render(request, "contacts/trees.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a new phone tree."""
    above = trees_crumb()
    asking = Asking(
        question=_("Who calls whom?"),
        lead=_("First its name and what is said; then the calls, one by one."),
        button=_("Save and add calls"),
        back=above.url,
        crumbs=[list_crumb(), above],
    )
    form, then = TreeForm(request.POST or None), lambda tree: pages_of_tree(tree).url
    return new_page(request, kind=_kind(), form=form, asking=asking, write=services.plant_tree, then=then)


@require_safe
def tree(request: HttpRequest, tree_id: uuid.UUID) -> HttpResponse:
    """Show who calls whom."""
    found, viewer = found_or_404(request, KIND, tree_id), viewer_of(request)
    pace = PaceForm(request.GET if "minutes" in request.GET else {"minutes": f"{MINUTES_PER_CALL:g}"})
    minutes = pace.cleaned_data["minutes"] if pace.is_valid() else MINUTES_PER_CALL
    context = frame_of(found, pages_of_tree(found), viewer=viewer)
    context |= context_of(found, viewer=viewer, minutes=minutes, today=timezone.now().date()) | {"pace": pace}
    record_views.read(request, found)
    return render(request, "contacts/tree.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, tree_id: uuid.UUID) -> HttpResponse:
    """Change what a phone tree is called and what is said."""
    found = found_or_404(request, KIND, tree_id)
    return edit_page(request, found, pages_of_tree(found), form=ChangeTreeForm, names=TREE_FIELDS)


@require_POST
def rehearsed(request: HttpRequest, tree_id: uuid.UUID) -> HttpResponse:
    """Write down that a phone tree was rehearsed today."""
    return done_today(request, found_or_404(request, KIND, tree_id), "rehearsed_on", pages_of_tree)


@costly
@require_safe
def sheet(request: HttpRequest, tree_id: uuid.UUID) -> HttpResponse:
    """Send the pages to print, one for each caller."""
    found, viewer, now = found_or_404(request, KIND, tree_id), viewer_of(request), timezone.now()
    calls = selectors.calls_of(viewer, found)
    if not calls or found.marking > MOST_OUT_OF_HAND:
        raise Http404
    contacts, paper = selectors.contacts_out_of_hand(viewer, calls), paper_asked(request.GET.get("paper", ""))
    content = tree_paper(found, calls, contacts, now=now, paper=paper)
    append_export(record=found, occasion=occasion_of(request, now=now))
    return paper_response(content, "phone-tree")


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new_call(request: HttpRequest, tree_id: uuid.UUID) -> HttpResponse:
    """Ask for one more call of a tree."""
    whole, person = found_or_404(request, KIND, tree_id), person_of(request)
    form = CallForm(request.POST or None, contacts=list(selectors.contacts_for(person)))
    act = {"tree": whole, "viewer": person, "occasion": occasion_of(request, now=timezone.now())}
    asking = PartAsking(_("Who calls whom?"), _("Add the call"), lead=_("Each role is called once."))
    pages = pages_of_tree(whole)
    return part_page(
        request,
        whole=whole,
        pages=pages,
        form=form,
        asking=asking,
        save=lambda: services.add_call(**form.cleaned_data, **act),
    )


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def call(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Ask how one call should be from now on."""
    found, person = found_or_404(request, PART, call_id), person_of(request)
    whole = found_or_404(request, KIND, found.tree_id)
    initial = {name: getattr(found, f"{name}_id") for name in ("caller", "callee", "instead")}
    initial["order"] = found.order
    if len(selectors.contacts_in(person, [found])) < len({key for key in list(initial.values())[:3] if key}):
        # Whom she may not know she would take out without a word.
        raise PermissionDenied
    form = CallForm(request.POST or None, contacts=list(selectors.contacts_for(person)), initial=initial)
    version = version_of(request.POST) if form.is_bound else found.row_version
    change = partial(
        services.change_call,
        call=found,
        row_version=version,
        viewer=person,
        occasion=occasion_of(request, now=timezone.now()),
    )
    asking = PartAsking(
        _("Who calls whom?"), _("Save"), version, is_removable=may_remove(found, viewer=person)
    )
    pages = pages_of_tree(whole)
    return part_page(
        request,
        whole=whole,
        pages=pages,
        form=form,
        asking=asking,
        save=lambda: change(fields=form.cleaned_data),
    )


@require_http_methods(FORM_METHODS)
def remove_call(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Take a call out of its tree."""
    found = found_or_404(request, PART, call_id)
    around = pages_of_tree(found_or_404(request, KIND, found.tree_id))
    pages = Pages(_("Call of {tree}").format(tree=around.title), around.url, around.url, around.crumbs)
    return record_views.remove_page(request, found, pages, then=around.url)


def _kind() -> Any:
    return kind_called(KIND)
