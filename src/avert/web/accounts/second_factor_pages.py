"""The pages of the second step of log-in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from avert.web.access import occasion_of, usable_before_settling
from avert.web.accounts import second_factor as services
from avert.web.accounts import sessions as session_services
from avert.web.accounts.forms import CodeForm
from avert.web.accounts.policy import needs_second_factor
from avert.web.accounts.reauthentication import needs_recent_authentication
from avert.web.accounts.selectors import person_of
from avert.web.limits.purposes import Purpose


@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """Show what the second step is and what is left of the recovery codes."""
    person = person_of(request)
    if not services.has_second_factor(person):
        return redirect("accounts:add-second-factor")
    left = services.recovery_codes_left(person)
    context = {"codes_left": left, "is_needed": needs_second_factor(person)}
    return render(request, "accounts/second_factor.html", context)


@usable_before_settling
@sensitive_post_parameters("code")
@sensitive_variables("secret", "codes")
@require_http_methods(["GET", "POST"])
@needs_recent_authentication()
def add(request: HttpRequest) -> HttpResponse:
    """Set up the second step, or set it up anew for another device."""
    person, now = person_of(request), timezone.now()
    form = CodeForm(request.POST or None, person=person, purpose=Purpose.REAUTHENTICATION, now=now)
    form.fields["code"].widget.attrs["autofocus"] = False  # or a small screen begins below the picture
    if form.is_valid():
        codes = _enrol(request, form)
        if codes:
            return _show_once(request, codes)
        form.say_wrong()
    context = {
        "form": form,
        "enrolment": services.begin_enrolment(request=request, person=person),
        "is_needed": needs_second_factor(person),
        "is_replaced": services.has_second_factor(person),
    }
    return render(request, "accounts/add_second_factor.html", context)


@require_POST
@sensitive_variables("codes")
@needs_recent_authentication(form="accounts:second-factor")
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them once."""
    person = person_of(request)
    if not services.has_second_factor(person):
        return redirect("accounts:add-second-factor")
    occasion = occasion_of(request, now=timezone.now())
    return _show_once(request, services.renew_recovery_codes(person=person, occasion=occasion))


@require_POST
@needs_recent_authentication(form="accounts:second-factor")
def remove(request: HttpRequest) -> HttpResponse:
    """Log in with the password alone from now on; not for those of whom a second step is asked."""
    person = person_of(request)
    if needs_second_factor(person):
        messages.error(request, _("A second step is asked of you. You can set it up for another device."))
        return redirect("accounts:second-factor")
    services.remove(person=person, occasion=occasion_of(request, now=timezone.now()))
    messages.success(request, _("The second step is removed. Your password alone logs you in."))
    return redirect("accounts:account")


def _enrol(request: HttpRequest, form: CodeForm) -> list[str] | None:
    person, occasion = person_of(request), occasion_of(request, now=form.now)
    codes = services.enrol(
        person=person,
        secret=services.pending_secret(request),
        code=form.cleaned_data["code"],
        occasion=occasion,
    )
    if codes:
        services.forget_pending(request)
        # Whoever came in elsewhere with the password alone is out again.
        session_services.end_others(person=person, here=request.session.session_key or "", occasion=occasion)
    return codes


def _show_once(request: HttpRequest, codes: list[str]) -> HttpResponse:
    # In the answer itself: what is never kept in readable form cannot be read a second time.
    return render(request, "accounts/recovery_codes.html", {"codes": [f"{c[:5]} {c[5:]}" for c in codes]})
