"""What the page “how do reports reach us” shows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.web.records.naming import name_in
from avert.web.sealing.selectors import custody_of
from avert.web.signals.intake import selectors
from avert.web.signals.intake.wording import REFERRAL
from avert.web.site.tables import Cell, Column, Table

OPEN = (
    Column("organisation", gettext_lazy("Organisation"), is_name=True),
    Column("file", gettext_lazy("Form and file")),
    Column("program", gettext_lazy("Text messages, e-mail, programs")),
    Column("sealed", gettext_lazy("Numbers and addresses")),
)
GATEWAYS = (
    Column("title", gettext_lazy("Gateway"), is_name=True),
    Column("address", gettext_lazy("At the end of the address"), is_name=True),
    Column("receipt", gettext_lazy("Receipt")),
    Column("about", gettext_lazy("What it is"), is_text=True),
)
RECEIPTS = (
    Column("language", gettext_lazy("Language"), is_name=True),
    Column("text", gettext_lazy("What whoever reports is answered"), is_name=True, is_text=True),
)


def context_of(viewer: Any, *, site: str, now: dt.datetime) -> dict[str, Any]:
    """Return which ways are open for the viewer's organisations, and what gateways and mail servers are told."""
    organisations = list(selectors.organisations_for(viewer))
    rows = [_organisation(organisation, viewer, now) for organisation in organisations]
    return {
        "table": Table(_("Which ways are open"), OPEN, rows, is_caption_hidden=True),
        "organisations": [(name_in(one.name), one.pk) for one in organisations],
        "sms": f"{site}{reverse('api:text_message')}?gateway=plain&language=en",
        "mail": f"{site}{reverse('api:mail')}",
        "gateways": Table(_("Gateways"), GATEWAYS, [_gateway(one) for one in _profiles()]),
        "referral": REFERRAL,
        "receipts": Table(_("The receipt"), RECEIPTS, _receipts()),
    }


def _profiles() -> list[Any]:
    return sorted(selectors.gateway_profiles().values(), key=lambda profile: profile.title.casefold())


def _organisation(organisation: Any, viewer: Any, now: dt.datetime) -> dict[str, Any]:
    custody = custody_of(organisation_id=organisation.pk, viewer=viewer)
    is_kept = bool(custody and custody.is_custodian_there)
    keys = reverse("sealing:custodian", args=[organisation.pk])
    is_open = selectors.has_program(organisation, now=now)
    return {
        "organisation": name_in(organisation.name),
        "file": _("open"),
        "program": _("open") if is_open else Cell(_("closed"), note=_("no program has a token that writes")),
        "sealed": Cell(_("sealed"), url=keys, note=_("for the custodian alone"))
        if is_kept
        else Cell(_("kept nowhere"), url=keys, note=_("nobody keeps a key, so nobody can be called back")),
    }


def _gateway(profile: Any) -> dict[str, Any]:
    return {
        "title": profile.title,
        "address": f"gateway={profile.name}",
        "receipt": _("at once") if profile.hands_receipt else _("not by this way"),
        "about": _(profile.about),
    }


def _receipts() -> list[dict[str, Any]]:
    return [{"language": language, "text": text} for language, text in selectors.all_receipts().items()]
