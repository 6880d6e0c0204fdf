from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from avert.web.access import (
    occasion_of,
    open_to_strangers,
    own_address_or_home,
    usable_with_temporary_password,
)
from avert.web.accounts import services
from avert.web.accounts.forms import ChangePasswordForm, LogInForm
from avert.web.accounts.selectors import person_of, person_or_none


@open_to_strangers
@usable_with_temporary_password
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask who is there."""
    if request.user.is_authenticated:
        return redirect(_where_next(request))
    form = LogInForm(request, data=request.POST or None)
    now = timezone.now()
    if form.is_valid():
        person = form.person()
        occasion = occasion_of(request, now=now, person=person)
        services.log_in(request=request, person=person, occasion=occasion)
        return redirect(_where_next(request))
    if (name := form.refused_name()) is not None:
        services.refuse_log_in(username=name, occasion=occasion_of(request, now=now))
    return render(request, "accounts/log_in.html", {"form": form, "next": request.GET.get("next", "")})


@open_to_strangers
@usable_with_temporary_password
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    occasion = occasion_of(request, now=timezone.now())
    services.log_out(request=request, person=person_or_none(request), occasion=occasion)
    messages.success(request, _("You are logged out."))
    return redirect("accounts:log-in")


@usable_with_temporary_password
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Replace the password, the one-time password too."""
    person = person_of(request)
    is_first_time = person.must_change_password
    form = ChangePasswordForm(person, data=request.POST or None)
    if form.is_valid():
        services.change_password(
            person=person,
            new_password=form.cleaned_data["new_password1"],
            occasion=occasion_of(request, now=timezone.now()),
        )
        update_session_auth_hash(request, person)
        messages.success(request, _("Your password is changed. Other devices are logged out."))
        return redirect("site:home")
    return render(request, "accounts/change_password.html", {"form": form, "is_first_time": is_first_time})


def _where_next(request: HttpRequest) -> str:
    return own_address_or_home(request, request.POST.get("next") or request.GET.get("next", ""))
