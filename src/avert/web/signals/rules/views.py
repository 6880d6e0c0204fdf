from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.web.access import occasion_of
from avert.web.accounts.selectors import viewer_of
from avert.web.rates import costly
from avert.web.records import views as record_views
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import organisations_to_write_for
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.signals.rules import pages, selectors, services
from avert.web.signals.rules.forms import FIELDS, ChangeRuleForm, RuleForm, preview_of
from avert.web.signals.rules.measures import MEASURES
from avert.web.signals.rules.raising import raised_by
from avert.web.signals.watching_page import context_of
from avert.web.site.components import Empty

KIND = "signals.rule"


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """List the rules that the viewer may read."""
    viewer = viewer_of(request)
    found = list(selectors.rules_for(viewer))
    services.append_list_read(occasion=occasion_of(request, now=timezone.now()))
    context = {
        "table": pages.table_of(found, viewer=viewer) if found else None,
        "empty": _nothing(),
        "may_write": organisations_to_write_for(viewer, _kind()).exists(),
    }
    return render(request, "signals/watching/rules.html", context)


@costly
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a rule, and show what it would have raised on the data of today."""
    above = pages.list_crumb()
    asking = Asking(
        question=_("From where on should a figure wake us?"),
        lead=_(
            "Show first what the rule would have raised on the data of today: few signals are read, many are not."
        ),
        button=_("Keep the rule"),
        back=above.url,
        crumbs=[above],
    )
    return new_page(
        request,
        kind=_kind(),
        form=RuleForm(request.POST or None),
        asking=asking,
        write=services.add_rule,
        then=lambda rule: pages.pages_of(rule).url,
        template="signals/watching/rule_new.html",
    )


@costly
@require_safe
def rule(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show one rule and what it raises on the data of today."""
    found = found_or_404(request, KIND, record_id)
    context = context_of(
        found,
        viewer=viewer_of(request),
        pages=pages.pages_of(found),
        facts=pages.facts_of(found),
        troubles=pages.troubles_of(found),
    )
    if found.measure in MEASURES:
        context["preview"] = preview_of(raised_by(found))
    record_views.read(request, found)
    return render(request, "signals/watching/rule.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change a rule."""
    found = found_or_404(request, KIND, record_id)
    return edit_page(
        request,
        found,
        pages.pages_of(found),
        form=ChangeRuleForm,
        names=FIELDS,
        change=services.change_rule,
    )


def _kind() -> Any:
    return kind_called(KIND)


def _nothing() -> Empty:
    return Empty(
        _("No rules that you may read"),
        _(
            "A rule compares the newest results with their own past, and raises a signal that names the result."
        ),
    )
