"""The page on which something is added to a protocol or a room, for those who see that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from avert.errors import InputError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of
from avert.web.records.pages import Pages
from avert.web.records.words import Text


def add_page(
    request: HttpRequest, form: Form, *, question: Text, around: Pages, write: Callable[..., Any]
) -> HttpResponse:
    """Ask for a part; ``write`` is a service that takes the form's fields by name, with viewer and occasion."""
    if form.is_valid():
        occasion = occasion_of(request, now=timezone.now())
        try:
            write(**form.cleaned_data, viewer=person_of(request), occasion=occasion)
            return redirect(around.url)
        except InputError as error:
            form.add_error(None, _(str(error)))
    context = {"form": form, "question": question, "pages": around, "crumbs": around.crumbs}
    return render(request, "response/add.html", context)
