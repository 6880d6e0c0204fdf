"""The page on which a record is written and the one on which it is changed, the same for every kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from avert.errors import InputError, StaleRecordError
from avert.web.access import occasion_of
from avert.web.accounts.models import Person
from avert.web.accounts.selectors import person_of
from avert.web.records import selectors, services
from avert.web.records.conflicts import is_unsettled, settled, version_of
from avert.web.records.forms import AudienceForm, unjudged
from avert.web.records.pages import Pages
from avert.web.records.policy import may_create
from avert.web.records.views import conflict_page, place_typed, preview_in, read
from avert.web.records.words import Text, place_as_typed

FORM_METHODS = ("GET", "HEAD", "POST")
WHY = "why"


@dataclass(frozen=True)
class Asking:
    """What a page that asks for a new record says, and where it leads back to."""

    question: Text
    lead: Text
    button: Text
    back: str
    crumbs: Sequence[Any] = ()


def new_page(
    request: HttpRequest,
    *,
    kind: Any,
    form: Form,
    asking: Asking,
    write: Callable[..., Any],
    then: Callable[[Any], str],
    parent: Any = None,
    template: str = "records/new.html",
    is_typed: bool = True,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Ask for a new record and whom it is for; ``write`` is a service that takes the form's fields by name.

    It is also given ``owner_id``, ``marking``, ``sharing``, ``viewer`` and ``occasion``. An InputError of it is said in
    the form. ``then`` returns where to go with what it returned. ``is_typed`` is false for what another page sent here
    to begin with; ``context`` is what the template shows besides.
    """
    person = person_of(request)
    typed = (request.POST or None) if is_typed else None
    audience = AudienceForm(typed, viewer=person, kind=kind, parent=parent)
    place = place_typed(request, parent)
    preview = preview_in(audience, viewer=person, place=place)
    is_asking = "show" in request.POST
    if not is_asking and form.is_valid() and audience.is_valid():
        written = _write(request, form, audience, write, place or "")
        if written is not None:
            return redirect(then(written))
    may_write = bool(audience.fields["owner"].choices)  # type: ignore[attr-defined]  # it is a choice
    shown = {
        **(context or {}),
        "asking": asking,
        "crumbs": asking.crumbs,
        "form": unjudged(form) if is_asking else form,
        "audience": unjudged(audience) if is_asking else audience,
        "preview": preview,
        "empty": None if may_write else _nobody_to_write_for(),
    }
    return render(request, template, shown)


def edit_page(
    request: HttpRequest,
    record: Any,
    pages: Pages,
    *,
    form: type[Form],
    names: Sequence[str],
    change: Callable[..., Any] | None = None,
    template: str = "records/edit.html",
) -> HttpResponse:
    """Ask what a record should say from now on; two people who change it at once settle it field by field.

    ``change`` is given ``record``, ``row_version``, ``fields``, ``viewer``, ``occasion`` and ``why``, and may raise
    InputError; it is the records' own where a kind has no rules besides.
    """
    person = person_of(request)
    if not selectors.is_writable(record, viewer=person):
        raise PermissionDenied
    if request.method != "POST":
        read(request, record)
        return _edit(request, form(initial=as_typed(record, names)), record.row_version, pages, template)
    typed = settled(request.POST, record, names=names, viewer=person)
    bound, version = form(typed), version_of(typed)
    if bound.is_valid() and is_unsettled(typed):
        base = version_of(typed, "base_version")
        return conflict_page(request, bound, now=record, base_version=base, pages=pages)
    fields = {name: bound.cleaned_data[name] for name in names} if bound.is_valid() else {}
    try:
        if fields and _is_within_reach(person, record, bound):
            why, occasion = bound.cleaned_data.get(WHY, ""), occasion_of(request, now=timezone.now())
            act = {"fields": fields, "viewer": person, "occasion": occasion, "why": why}
            (change or services.change)(record=record, row_version=version, **act)
            return redirect(pages.url)
    except StaleRecordError:
        now = _found_again(person, record)
        return conflict_page(request, bound, now=now, base_version=version, pages=pages)
    except InputError as error:
        bound.add_error(None, _(str(error)))
    return _edit(request, bound, version, pages, template)


def as_typed(record: Any, names: Sequence[str]) -> dict[str, Any]:
    """Return what a record holds as someone would type it."""
    return {
        name: place_as_typed(record.place) if name == "place" else getattr(record, name) for name in names
    }


def out_of_reach() -> str:
    """Return what is said of a place beyond the viewer's role."""
    return _("Your role does not reach this place. Choose one that it reaches.")


def _write(
    request: HttpRequest, form: Form, audience: AudienceForm, write: Callable[..., Any], place: str
) -> Any:
    person = person_of(request)
    if not may_create(person, audience.kind, owner_id=audience.owner_id, place=place):
        form.add_error("place" if "place" in form.fields else None, out_of_reach())
        return None
    try:
        return write(
            **form.cleaned_data,
            owner_id=audience.owner_id,
            marking=audience.cleaned_data["marking"],
            sharing=audience.sharing,
            viewer=person,
            occasion=occasion_of(request, now=timezone.now()),
        )
    except InputError as error:
        form.add_error(None, _(str(error)))
        return None


def _nobody_to_write_for() -> dict[str, str]:
    return {
        "title": _("You cannot write this"),
        "text": _("A record belongs to an organisation, and you write for none."),
        "who_could": _("a lead of your organisation, who can make you an analyst."),
    }


def _is_within_reach(person: Person, record: Any, form: Form) -> bool:
    place = form.cleaned_data.get("place", record.place)
    is_within = may_create(person, type(record), owner_id=record.owner_id, place=place)
    if not is_within:
        form.add_error("place" if "place" in form.fields else None, out_of_reach())
    return is_within


def _found_again(person: Person, record: Any) -> Any:
    now = selectors.readable_by(person, type(record)).filter(pk=record.pk).first()
    if now is None:
        raise Http404
    return now


def _edit(request: HttpRequest, form: Form, version: int, pages: Pages, template: str) -> HttpResponse:
    context = {"form": form, "pages": pages, "crumbs": pages.crumbs, "row_version": version}
    return render(request, template, context)
