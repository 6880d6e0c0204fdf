"""The one way to write a document down, and a reader that takes nothing else for it.

JSON as RFC 8785 (JSON Canonicalization Scheme) orders and escapes it, in UTF-8 without a byte order mark, with two
limits that leave nothing to interpret: text is in Unicode's form NFC, and numbers are whole and exactly held by every
reader (up to 2⁵³−1). A fraction is written as text.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NoReturn

from avert.errors import InputError, MalformedFileError

LARGEST = 2**53 - 1
DEEPEST = 32
MOST_BYTES = 64 * 1024 * 1024


def write(value: Any) -> bytes:
    """Return the canonical bytes of plain values: mappings, lists, text, whole numbers, true, false and null.

    >>> write({"b": [1, None], "a": "é"}).decode()
    '{"a":"é","b":[1,null]}'

    Raises:
        InputError: Something that has no canonical form.
    """
    return json.dumps(_plain(value, 0), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode(
        "utf-8"
    )


def read(data: bytes, most_bytes: int = MOST_BYTES) -> Any:
    """Return the plain values of a JSON document from somewhere else, as ``write`` would write them.

    Raises:
        MalformedFileError: Too large or too deep, not JSON in UTF-8, a key twice, or a number that is not whole.
    """
    if len(data) > most_bytes:
        raise MalformedFileError(
            f"The file is larger than {most_bytes // 2**20} MiB, so it was not read. Ask its sender for a smaller one."
        )
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_once,
            parse_float=_refuse_fraction,
            parse_constant=_refuse_fraction,
        )
        return _plain(value, 0)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise MalformedFileError(
            "The file is not JSON in UTF-8, or nested too deeply. Ask for it again."
        ) from None
    except ValueError:
        raise MalformedFileError("The file holds a number with too many digits. Ask for it again.") from None
    except InputError as error:
        raise MalformedFileError(str(error)) from None


def _plain(value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise InputError(
            f"The document is nested more than {DEEPEST} deep, which nothing of ours is. Flatten it."
        )
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) <= LARGEST:
        return value
    if isinstance(value, Mapping):
        pairs = [(_key(key), _plain(part, depth + 1)) for key, part in value.items()]
        return _once(sorted(pairs, key=lambda pair: _utf16(pair[0])))
    if isinstance(value, list | tuple):
        return [_plain(part, depth + 1) for part in value]
    raise InputError(
        "A document holds text, whole numbers up to 2^53-1, lists and mappings only. Write anything else as text."
    )


@lru_cache(maxsize=4096)
def _utf16(key: str) -> bytes:
    # RFC 8785 orders keys by UTF-16 code units, which differs from Python's order beyond the basic plane.
    return key.encode("utf-16-be")


@lru_cache(maxsize=4096)
def _key(key: object) -> str:
    if not isinstance(key, str):
        raise InputError("A key is not text, so the document has no one form. Write it as text.")
    return _text(key)


def _text(text: str) -> str:
    # A plain text, also of a StrEnum; a lone surrogate is no character and has no UTF-8.
    try:
        return text if text.isascii() and type(text) is str else _composed(text)
    except UnicodeEncodeError:
        raise InputError("A text holds half a character (a lone surrogate). Write it anew.") from None


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.encode("utf-8").decode("utf-8"))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise InputError("A key stands twice, so readers could differ about what it says. Keep one.")
    return found


def _refuse_fraction(_text: str) -> NoReturn:
    raise InputError(
        "The document holds a number that is not whole; programs round it differently. Write it as text."
    )
