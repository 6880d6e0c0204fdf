"""One e-mail as a report: pure, by the standard library, and believing nothing it says of itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

from avert.errors import InputError
from avert.web.signals.intake.messages import LONGEST_TEXT
from avert.web.uploads.letters import clean_text

MOST_BYTES = 10 * 1024 * 1024
MOST_PARTS = 200

TOO_LARGE = "The mail is larger than 10 MB, so it was not taken in. Send the words alone."
NOT_A_MAIL = "This is no mail that can be read, so it was not taken in. Send it again as plain text."
NO_WORDS = "The mail has no words in it, so there is nothing to take in. Write what happened as text."
TOO_LONG = f"The mail is longer than {LONGEST_TEXT} characters, so it was not taken in. Send it in parts."

_BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "table", "pre"})
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object"})


@dataclass(frozen=True, repr=False)
class Mail:
    """What a mail says, whom it says it is from, and what is the same however often it is delivered."""

    text: str
    sender: str
    key: str


def read_mail(data: bytes) -> Mail:
    """Return the words of an RFC 5322 message. Raises InputError, which repeats nothing of it."""
    if len(data) > MOST_BYTES:
        raise InputError(TOO_LARGE)
    try:
        message = message_from_bytes(data, policy=policy.default)
        assert isinstance(message, EmailMessage)  # noqa: S101  what that policy makes
        subject, words, left_out = _header(message, "Subject"), _words(message), _attachments(message)
        sender, said_id = _header(message, "From"), _header(message, "Message-ID")
    except Exception:  # whatever the parser trips over in hostile mail
        raise InputError(NOT_A_MAIL) from None
    if not message.keys():
        raise InputError(NOT_A_MAIL)
    if not words and not subject:
        raise InputError(NO_WORDS)
    remark = f"[{left_out} attachments were left out.]" if left_out else ""
    text = "\n\n".join(filter(None, [subject, words, remark]))
    if len(text) > LONGEST_TEXT:
        raise InputError(TOO_LONG)
    key = said_id or hashlib.sha256(data).hexdigest()
    return Mail(text, sender[:500], f"mail:{key}")


def text_of_html(html: str) -> str:
    """Return the words of HTML, without anything that runs or is not seen.

    >>> text_of_html("<style>p{}</style><p>Go <b>now</b></p><script>x()</script><p>&lt;here&gt;")
    'Go now\\n<here>'
    """
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.found).splitlines())
    return "\n".join(line for line in lines if line)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._unseen = 0 if tag == "body" else self._unseen + (tag in _UNSEEN)  # many leave the head open
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.found.append(data)


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(clean_text(str(message.get(name, ""))).split())


def _words(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    content = body.get_content()
    text = content if isinstance(content, str) else ""
    return clean_text(text_of_html(text) if body.get_content_subtype() == "html" else text)


def _attachments(message: EmailMessage) -> int:
    parts = [part for part in message.walk() if not part.is_multipart()]
    if len(parts) > MOST_PARTS:
        raise InputError(NOT_A_MAIL)
    body = message.get_body(preferencelist=("plain", "html"))
    other = {"text/plain", "text/html"}
    return sum(
        part is not body and (part.is_attachment() or part.get_content_type() not in other) for part in parts
    )
