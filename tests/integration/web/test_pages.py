from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.test import Client
from tests.integration.web.addresses import every_address
from tests.people import client_of

from avert.web.accounts.models import Person


class Page(HTMLParser):
    """Collects what a page must not have, and what it must."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.titles = self.questions = self.drawings = 0
        self.labelled, self.fields, self.ids = set(), set(), []
        self.html: dict[str, str | None] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        if tag == "html":
            self.html = named
        self.drawings += tag == "svg"
        self.titles += tag == "title" and not self.drawings  # the parts of a drawing have titles too
        self.questions += tag == "h1"
        if "id" in named:
            self.ids.append(named["id"])
        if tag == "label":
            self.labelled.add(named.get("for"))
        if (
            tag in {"input", "select", "textarea"}
            and named.get("type") != "hidden"
            and "aria-hidden" not in named
        ):
            self.fields.add(named.get("id"))
        is_inline_script = tag == "script" and "src" not in named
        if tag == "style" or is_inline_script or "style" in named or any(n.startswith("on") for n in named):
            self.inline.append(f"<{tag} {named}>")

    def handle_endtag(self, tag: str) -> None:
        self.drawings -= tag == "svg"


@pytest.fixture
def pages(administrator: Person, settings: object, stranger: Client) -> dict[str, str]:
    settings.AVERT_DEVELOPMENT = True
    client = client_of(administrator)
    answers = {address: client.get(address) for address in [*every_address(), "/no-such-page/"]}
    answers["/account/log-in/"] = stranger.get("/account/log-in/")
    html = {
        a: r.content.decode()
        for a, r in answers.items()
        if r.headers.get("Content-Type", "").startswith("text/html")
    }
    return {address: text for address, text in html.items() if text}


def test_no_page_carries_styles_or_scripts_inside(pages: dict[str, str]) -> None:
    assert len(pages) >= 5
    assert {address: Page(html).inline for address, html in pages.items() if Page(html).inline} == {}


def test_every_page_has_one_title_and_one_heading_and_labels_its_fields(pages: dict[str, str]) -> None:
    for address, html in pages.items():
        page = Page(html)
        assert (page.titles, page.questions) == (1, 1), address
        assert page.fields <= page.labelled, address
        assert len(page.ids) == len(set(page.ids)), address


def test_arabic_runs_from_right_to_left(administrator: Person, settings: object) -> None:
    settings.AVERT_DEVELOPMENT = True
    client = client_of(administrator)
    client.post("/preferences/language/", {"language": "ar", "next": "/"})
    for address in ("/world/", "/styleguide/", "/account/password/"):
        assert Page(client.get(address).content.decode()).html["dir"] == "rtl"


def test_the_appearance_is_remembered_without_a_script(stranger: Client) -> None:
    answer = stranger.post("/preferences/appearance/", {"appearance": "dark", "next": "/account/log-in/"})
    assert answer.headers["Location"] == "/account/log-in/"
    assert Page(stranger.get("/account/log-in/").content.decode()).html["data-appearance"] == "dark"


def test_preferences_take_no_unknown_value_and_lead_to_no_other_site(stranger: Client) -> None:
    answer = stranger.post("/preferences/appearance/", {"appearance": "x", "next": "//elsewhere.example/"})
    assert answer.headers["Location"] == "/"
    assert "appearance" not in answer.cookies


def test_a_form_from_elsewhere_is_refused(analyst: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(analyst)
    answer = client.post("/account/log-out/")
    assert answer.status_code == 403
    assert "sent again" in answer.content.decode()


def test_an_error_page_needs_nothing_that_may_be_broken() -> None:
    assert "Something went wrong" in render_to_string("500.html")
