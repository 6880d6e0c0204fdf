from __future__ import annotations

from django.urls import path

from avert.web.accounts import account_page, second_factor_pages, session_pages, token_pages, views

app_name = "accounts"
urlpatterns = [
    path("", account_page.account, name="account"),
    path("log-in/", views.log_in, name="log-in"),
    path("log-in/code/", views.second_step, name="second-step"),
    path("log-out/", views.log_out, name="log-out"),
    path("confirm/", views.confirm, name="confirm"),
    path("password/", views.change_password, name="change-password"),
    path("second-step/", second_factor_pages.second_factor, name="second-factor"),
    path("second-step/add/", second_factor_pages.add, name="add-second-factor"),
    path("second-step/codes/", second_factor_pages.renew_codes, name="renew-recovery-codes"),
    path("second-step/remove/", second_factor_pages.remove, name="remove-second-factor"),
    path("sessions/", session_pages.sessions, name="sessions"),
    path("sessions/end/", session_pages.end, name="end-session"),
    path("sessions/end-others/", session_pages.end_others, name="end-other-sessions"),
    path("tokens/", token_pages.tokens, name="tokens"),
    path("tokens/new/", token_pages.new_token, name="new-token"),
    path("tokens/<uuid:token_id>/revoke/", token_pages.revoke, name="revoke-token"),
]
