from __future__ import annotations

from django.test import Client
from tests.people import client_of
from tests.second_steps import with_second_factor

from avert.web.accounts.account_page import Link, Section
from avert.web.accounts.models import Person


def more_about(viewer: Person) -> Section:
    return Section("More", f"about {viewer.username}", [Link("Lead on", "/audit/")])


def nothing_about(viewer: Person) -> None:
    return None


def test_the_page_says_how_one_is_protected_and_where(analyst: Person) -> None:
    html = client_of(analyst).get("/account/").content.decode()
    assert "Set up a second step" in html
    assert "You are logged in once." in html
    with_second_factor(analyst)
    assert "10 recovery codes are left" in client_of(analyst).get("/account/").content.decode()


def test_another_app_adds_a_section(analyst: Person, settings: object) -> None:
    settings.AVERT_ACCOUNT_SECTIONS = [f"{__name__}.more_about", f"{__name__}.nothing_about"]
    html = client_of(analyst).get("/account/").content.decode()
    assert "about analyst" in html
    assert html.count('<section class="part">') == 1


def test_every_page_leads_to_the_account(analyst: Person, stranger: Client) -> None:
    assert 'href="/account/"' in client_of(analyst).get("/audit/").content.decode()
    assert 'href="/account/"' not in stranger.get("/account/log-in/").content.decode()
