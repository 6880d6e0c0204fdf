from __future__ import annotations

from django.urls import path

from avert.web.people.views import accounts, groups, invitations, members, organisations

ORGANISATION, GROUP = "organisations/<uuid:organisation_id>/", "groups/<uuid:group_id>/"
MEMBER = f"{ORGANISATION}people/<uuid:membership_id>/"

app_name = "people"
urlpatterns = [
    path("account/join/", invitations.join, name="join"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<uuid:person_id>/deactivate/", accounts.deactivate, name="deactivate"),
    path("accounts/<uuid:person_id>/reactivate/", accounts.reactivate, name="reactivate"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/own/", organisations.own, name="own"),
    path("organisations/add/", organisations.add, name="add-organisation"),
    path(ORGANISATION, organisations.organisation, name="organisation"),
    path(f"{ORGANISATION}change/", organisations.change, name="change-organisation"),
    path(f"{ORGANISATION}invite/", invitations.invite, name="invite"),
    path(f"{ORGANISATION}invitations/<uuid:invitation_id>/withdraw/", invitations.withdraw, name="withdraw"),
    path(MEMBER, members.member, name="member"),
    path(f"{MEMBER}end/", members.end, name="end-membership"),
    path(f"{ORGANISATION}roles/<uuid:role_id>/take/", members.take, name="take-role"),
    path("groups/", groups.groups, name="groups"),
    path("groups/add/", groups.add, name="add-group"),
    path(GROUP, groups.group, name="group"),
    path(f"{GROUP}ask/", groups.ask, name="ask"),
    path(f"{GROUP}members/<uuid:membership_id>/accept/", groups.accept, name="accept"),
    path(f"{GROUP}members/<uuid:membership_id>/decline/", groups.decline, name="decline"),
    path(f"{GROUP}members/<uuid:membership_id>/leave/", groups.leave, name="leave"),
    path(f"{GROUP}dissolve/", groups.dissolve, name="dissolve"),
]
