"""A file's name, made harmless: it will be typed into other people's systems."""

from __future__ import annotations

import re
import unicodedata

MOST_BYTES_OF_NAME = 120
NAMELESS = "file"
# Names that Windows takes for a device, whatever follows the first dot.
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
FORBIDDEN = frozenset("<>:\"/\\|?*;%'`$&")


def clean_name(name: str, extension: str) -> str:
    """Return the last part of a name, in plain characters, with the extension of what the file turned out to be.

    >>> clean_name("C:\\\\Users\\\\Amina\\\\list\\u202efdp.exe", "pdf")
    'listfdp.pdf'
    >>> clean_name("con.tar", "txt"), clean_name("..", "png")
    ('_con.txt', 'file.png')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = last.rsplit(".", 1)[0] if "." in last else last
    shown = "".join(_plain(character) for character in stem)
    words = re.sub(r"\s+", " ", shown).strip(" .-_")
    kept = _shortened(words, MOST_BYTES_OF_NAME - len(extension) - 2).strip(" .-_") or NAMELESS
    if RESERVED.fullmatch(kept):
        kept = f"_{kept.split('.')[0]}"
    return f"{kept}.{extension}"


def _plain(character: str) -> str:
    # Cc, Cf, Cs, Co, Cn: control, direction overrides, and what has no meaning of its own.
    category = unicodedata.category(character)
    if category[0] == "C" or character in FORBIDDEN:
        return ""
    return " " if category[0] == "Z" else character


def _shortened(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")
