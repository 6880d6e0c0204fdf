"""Every word on a page can be translated: no template holds text outside a translation."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import DebugLexer, TokenType
from django.test import Client
from django.utils import translation
from tests.integration.web.addresses import every_address
from tests.people import client_of

import avert.web
from avert.web.accounts.models import Person

WEB = Path(avert.web.__file__).parent
TEMPLATES = sorted(WEB.glob("**/templates/**/*.html"))
SPOKEN_ATTRIBUTES = {"title", "alt", "placeholder", "aria-label"}
VOID = {"meta", "link", "input", "br", "hr", "img", "path", "circle", "rect"}


class Text(HTMLParser):
    """Collects what a reader reads or hears, leaving out what is marked as not to be translated."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent: list[bool] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        is_silent = (
            (self._silent or [False])[-1] or named.get("translate") == "no" or tag in {"script", "style"}
        )
        if not is_silent:
            self.words += [value or "" for name, value in attributes if name in SPOKEN_ATTRIBUTES]
        if tag not in VOID:
            self._silent.append(is_silent or ("lang" in named and tag != "html"))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._silent:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not (self._silent or [False])[-1]:
            self.words.append(data)


def untranslatable(source: str) -> list[str]:
    kept, inside = [], False
    for token in DebugLexer(source).tokenize():
        if token.token_type is TokenType.BLOCK and token.contents.startswith(
            ("blocktranslate", "endblocktranslate")
        ):
            inside = token.contents.startswith("blocktranslate")
        elif token.token_type is TokenType.TEXT and not inside:
            kept.append(token.contents)
        elif token.token_type is TokenType.VAR:
            kept.append("0")
    return bare_words(Text("".join(kept)))


def without_marked(html: str) -> str:
    """Leave out what was marked, from the innermost outwards: a translated month stands in a translated sentence."""
    while (less := re.sub("⟦[^⟦⟧]*⟧", "", html)) != html:
        html = less
    return html


def bare_words(text: Text) -> list[str]:
    found = [word.strip().removesuffix("· Avert") for word in text.words]
    return [word for word in found if re.search(r"[^\W\d_]", word)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_no_template_holds_words_outside_a_translation(template: Path) -> None:
    assert untranslatable(template.read_text(encoding="utf-8")) == []


def test_the_check_finds_words_left_bare() -> None:
    assert untranslatable('<p title="Bare">{% translate "Fine" %}, left bare</p>') == ["Bare", ", left bare"]


def test_every_page_shows_the_translation_everywhere(
    administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def marked(message: str) -> str:
        return f"⟦{message}⟧" if message else message

    translation.gettext("load Django's translation functions before replacing them")
    monkeypatch.setattr(translation._trans, "gettext", marked)
    monkeypatch.setattr(translation._trans, "pgettext", lambda _context, message: marked(message))
    monkeypatch.setattr(translation._trans, "ngettext", lambda one, many, n: marked(one if n == 1 else many))
    for client in (client_of(administrator), Client()):
        for address in [*every_address(), "/no-such-page/"]:
            answer = client.get(address)
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            if is_page and answer.status_code in {200, 404}:
                html = without_marked(answer.content.decode())
                assert bare_words(Text(html)) == [], address
