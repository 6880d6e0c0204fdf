from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from avert.web.access import (
    address_of,
    occasion_of,
    open_to_strangers,
    own_address_or_home,
    usable_before_settling,
)
from avert.web.accounts import authentication, services, sessions
from avert.web.accounts.codes import Factor
from avert.web.accounts.forms import ChangePasswordForm, CodeForm, LogInForm, PasswordForm
from avert.web.accounts.second_factor import has_second_factor, recovery_codes_left
from avert.web.accounts.selectors import person_of, person_or_none
from avert.web.headers import FORGET
from avert.web.limits.purposes import Purpose


@open_to_strangers
@usable_before_settling
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask who is there."""
    if request.user.is_authenticated:
        return redirect(_where_next(request))
    now = timezone.now()
    form = LogInForm(request, data=request.POST or None, now=now)
    if form.is_valid():
        person = form.person()
        if has_second_factor(person):
            authentication.begin_log_in(request=request, person=person, now=now)
            return redirect(_with_next(request, "accounts:second-step"))
        occasion = occasion_of(request, now=now, person=person)
        authentication.log_in(request=request, person=person, occasion=occasion)
        return redirect(_where_next(request))
    if (name := form.refused_name()) is not None:
        occasion = occasion_of(request, now=now)
        authentication.refuse_log_in(username=name, address=address_of(request), occasion=occasion)
    return render(request, "accounts/log_in.html", {"form": form, "next": request.GET.get("next", "")})


@open_to_strangers
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask whoever has given the password for a code."""
    now = timezone.now()
    person = authentication.half_logged_in(request=request, now=now)
    if request.user.is_authenticated or person is None:
        return redirect(_with_next(request, "accounts:log-in"))
    form = CodeForm(request.POST or None, person=person, purpose=Purpose.SECOND_FACTOR, now=now)
    if form.is_valid():
        occasion = occasion_of(request, now=now, person=person)
        factor = authentication.finish_log_in(
            request=request, person=person, code=form.cleaned_data["code"], occasion=occasion
        )
        if factor == Factor.RECOVERY_CODE:
            messages.warning(request, _codes_left(recovery_codes_left(person)))
        if factor:
            return redirect(_where_next(request))
        form.say_wrong()
    return render(request, "accounts/second_step.html", {"form": form, "next": request.GET.get("next", "")})


@open_to_strangers
@usable_before_settling
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    occasion = occasion_of(request, now=timezone.now())
    authentication.log_out(request=request, person=person_or_none(request), occasion=occasion)
    messages.success(request, _("You are logged out."))
    response = redirect("accounts:log-in")
    response.headers["Clear-Site-Data"] = FORGET
    return response


@usable_before_settling
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask whether it is still the same person, and go back."""
    person, now = person_of(request), timezone.now()
    is_code_asked = has_second_factor(person) and "password" not in request.GET
    kind = CodeForm if is_code_asked else PasswordForm
    form = kind(request.POST or None, person=person, purpose=Purpose.REAUTHENTICATION, now=now)
    if form.is_valid():
        occasion = occasion_of(request, now=now)
        if authentication.confirm(request=request, person=person, occasion=occasion, **form.cleaned_data):
            return redirect(_where_next(request))
        form.say_wrong()
    context = {"form": form, "next": request.GET.get("next", ""), "is_code_asked": is_code_asked}
    return render(
        request, "accounts/confirm.html", context | {"has_second_factor": has_second_factor(person)}
    )


@usable_before_settling
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Replace the password, the one-time password too."""
    person, now = person_of(request), timezone.now()
    occasion = occasion_of(request, now=now)
    is_first_time = person.must_change_password
    form = ChangePasswordForm(person, data=request.POST or None, now=now)
    if form.is_valid():
        new = form.cleaned_data["new_password1"]
        services.change_password(person=person, new_password=new, occasion=occasion)
        update_session_auth_hash(request, person)
        sessions.begin(request=request, person=person, now=now)
        sessions.end_others(person=person, here=request.session.session_key or "", occasion=occasion)
        messages.success(request, _("Your password is changed. Other devices are logged out."))
        return redirect("site:home")
    if form.is_guess():
        authentication.refuse(
            person=person, purpose=Purpose.PASSWORD_CHANGE, field="password", occasion=occasion
        )
    return render(request, "accounts/change_password.html", {"form": form, "is_first_time": is_first_time})


def _where_next(request: HttpRequest) -> str:
    return own_address_or_home(request, request.POST.get("next") or request.GET.get("next", ""))


def _with_next(request: HttpRequest, route: str) -> str:
    target = request.POST.get("next") or request.GET.get("next", "")
    return f"{resolve_url(route)}?{urlencode({'next': target})}" if target else resolve_url(route)


def _codes_left(number: int) -> str:
    return ngettext(
        "You have used a recovery code; %(number)d is left. Make new ones, or set up your new device.",
        "You have used a recovery code; %(number)d are left. Make new ones, or set up your new device.",
        number,
    ) % {"number": number}
