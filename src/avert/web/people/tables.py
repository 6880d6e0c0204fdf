"""Organisations, people, invitations and groups as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.web.accounts.models import Invitation, Membership, Organisation, Person
from avert.web.accounts.vocabulary import Level, Sector
from avert.web.people.words import named, role_in_words
from avert.web.records.models import GroupMembership, SharingGroup
from avert.web.site.components import Fact
from avert.web.site.tables import Cell, Column, Table

NAME = Column("name", gettext_lazy("Name"), is_name=True)
STOP = Column("stop", gettext_lazy("Change"))


def button(request: HttpRequest, route: str, label: str, about: str, **ids: Any) -> SafeString:
    """Return a button that does one thing to one row."""
    context = {"action": reverse(f"people:{route}", kwargs=ids), "label": label, "about": about}
    return render_to_string("people/parts/button.html", context, request)


def facts_of(organisation: Organisation) -> list[Fact]:
    """Return what is said of an organisation."""
    told = _("members of other organisations here see its name")
    untold = _("nobody else is told that it is here")
    return [
        Fact(_("Level"), Level(organisation.level).label if organisation.level else _("not said")),
        Fact(_("Sector"), Sector(organisation.sector).label if organisation.sector else _("not said")),
        Fact(_("Listed"), organisation.is_listed, told if organisation.is_listed else untold),
        Fact(_("Its id"), organisation.pk, _("To hand to those who may ask it into a sharing group.")),
    ]


def organisations_table(organisations: Iterable[Any]) -> Table:
    """Return all organisations, for whoever runs the server."""
    columns = (
        NAME,
        Column("level", gettext_lazy("Level")),
        Column("sector", gettext_lazy("Sector")),
        Column("listed", gettext_lazy("Others may find it")),
        Column("members", gettext_lazy("Members"), is_number=True),
        Column("leads", gettext_lazy("Leads"), is_number=True),
    )
    rows = [
        {
            "name": Cell(named(each.name), url=reverse("people:organisation", args=[each.pk])),
            "level": each.get_level_display() or "–",
            "sector": each.get_sector_display() or "–",
            "listed": each.is_listed,
            "members": each.members,
            "leads": each.leads,
        }
        for each in organisations
    ]
    return Table(_("Organisations"), columns, rows, is_caption_hidden=True)


def own_organisations_table(organisations: Iterable[Organisation]) -> Table:
    """Return the organisations that someone belongs to."""
    rows = [
        {"name": Cell(named(each.name), url=reverse("people:organisation", args=[each.pk]))}
        for each in organisations
    ]
    return Table(_("Your organisations"), (NAME,), rows, is_caption_hidden=True)


def people_table(members: Iterable[Membership], *, is_for_lead: bool) -> Table:
    """Return who belongs to an organisation; a lead opens each to decide what they may do."""
    columns = (NAME, Column("roles", gettext_lazy("Role"), is_name=True))
    return Table(
        _("People"), columns, [_person(each, is_for_lead) for each in members], is_caption_hidden=True
    )


def _person(member: Any, is_for_lead: bool) -> Mapping[str, Any]:
    url = reverse("people:member", args=[member.organisation_id, member.pk]) if is_for_lead else ""
    said = [role_in_words(role) for role in member.shown_roles]
    return {
        "name": Cell(member.person.get_full_name(), url=url, note=_state(member.person)),
        "roles": "; ".join(said) or (_("none: sees nothing") if is_for_lead else "–"),
    }


def _state(person: Person) -> str:
    if not person.is_active:
        return _("deactivated")
    return _("a program") if person.is_service else ""


def roles_table(member: Any, request: HttpRequest) -> Table:
    """Return what one person may do, each role with a button that takes it away."""
    columns = (Column("role", gettext_lazy("Role"), is_name=True), STOP)
    rows = []
    for role in member.shown_roles:
        words = role_in_words(role)
        ids = {"organisation_id": member.organisation_id, "role_id": role.pk}
        rows.append({"role": words, "stop": button(request, "take-role", _("Take away"), words, **ids)})
    return Table(_("Roles"), columns, rows, is_caption_hidden=True)


def invitations_table(invitations: Iterable[Invitation], request: HttpRequest) -> Table:
    """Return the codes that are good now, without the codes."""
    columns = (
        Column("role", gettext_lazy("As"), is_name=True),
        Column("until", gettext_lazy("Good until")),
        STOP,
        Column("by", gettext_lazy("Invited by"), is_name=True),
    )
    rows = []
    for each in invitations:
        words = role_in_words(each)
        ids = {"organisation_id": each.organisation_id, "invitation_id": each.pk}
        stop = button(request, "withdraw", _("Withdraw"), words, **ids)
        giver = each.created_by.get_full_name() if each.created_by else "–"
        rows.append({"role": words, "until": each.expires_at.date(), "by": giver, "stop": stop})
    return Table(_("Invitations"), columns, rows, is_caption_hidden=True)


def accounts_table(persons: Iterable[Person], request: HttpRequest) -> Table:
    """Return every account with what opens or closes it."""
    columns = (
        Column("username", gettext_lazy("Username"), is_name=True),
        Column("kind", gettext_lazy("What it is")),
        Column("organisations", gettext_lazy("Belongs to"), is_name=True),
        STOP,
    )
    rows = [_account(person, request) for person in persons]
    return Table(_("Accounts"), columns, rows, is_caption_hidden=True)


def _account(person: Person, request: HttpRequest) -> Mapping[str, Any]:
    kind = _("administrator") if person.is_staff else _("a program") if person.is_service else _("a person")
    route, label = (
        ("deactivate", _("Deactivate")) if person.is_active else ("reactivate", _("Activate again"))
    )
    return {
        "username": person.username,
        "kind": Cell(kind, note="" if person.is_active else _("deactivated")),
        "organisations": "; ".join(named(each.name) for each in person.organisations.all()) or "–",
        "stop": button(request, route, label, person.username, person_id=person.pk),
    }


def groups_table(groups: Iterable[Any]) -> Table:
    """Return sharing groups."""
    columns = (
        NAME,
        Column("keeper", gettext_lazy("Kept by"), is_name=True),
        Column("members", gettext_lazy("Organisations in it"), is_number=True),
    )
    rows = [
        {
            "name": Cell(named(each.name), url=reverse("people:group", args=[each.pk])),
            "keeper": named(each.keeper.name),
            "members": each.members,
        }
        for each in groups
    ]
    return Table(_("Sharing groups"), columns, rows, is_caption_hidden=True)


def asked_table(unanswered: Iterable[GroupMembership]) -> Table:
    """Return the groups that wait for an answer."""
    columns = (
        NAME,
        Column("keeper", gettext_lazy("Kept by"), is_name=True),
        Column("who", gettext_lazy("Whom it asks"), is_name=True),
    )
    rows = [
        {
            "name": Cell(named(each.group.name), url=reverse("people:group", args=[each.group_id])),
            "keeper": named(each.group.keeper.name),
            "who": named(each.organisation.name),
        }
        for each in unanswered
    ]
    return Table(_("Groups that ask your organisation"), columns, rows, is_caption_hidden=True)


def members_table(
    group: SharingGroup, members: Iterable[GroupMembership], led: frozenset[Any], request: HttpRequest
) -> Table:
    """Return who is in a group; buttons for leads of the organisation or of the keeper."""
    columns = (NAME, Column("state", gettext_lazy("Since")), STOP)
    rows = [_in_group(group, each, led, request) for each in members]
    return Table(_("Organisations in the group"), columns, rows, is_caption_hidden=True)


def _in_group(
    group: SharingGroup, each: GroupMembership, led: frozenset[Any], request: HttpRequest
) -> Mapping[str, Any]:
    name, is_keeper = named(each.organisation.name), each.organisation_id == group.keeper_id
    label = _("Leave") if each.organisation_id in led else _("Remove") if group.keeper_id in led else ""
    ids = {"group_id": group.pk, "membership_id": each.pk}
    return {
        "name": Cell(name, note=_("keeps the group") if is_keeper else ""),
        "state": each.accepted_at.date() if each.accepted_at else _("asked, not answered"),
        "stop": "–" if is_keeper or not label else button(request, "leave", label, name, **ids),
    }
