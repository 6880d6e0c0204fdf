"""What is left of a name when script, accents, legal forms and small words are taken away."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from avert.places.names import words

SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a al an and at by de del della der des die do dos du e el en et for fur i in la las le les los of on para per "
        "por pour the to und van von y za",
    )
)
LEGAL_FORMS = frozenset(
    re.findall(
        r"\w+",
        "bv cic company co corp corporation ev gmbh inc incorporated kg limited llc llp ltd ngo ong organisation "
        "organization plc pty sarl stichting",
    )
)
SAME_WORD = {"intl": "international", "dev": "development", "centre": "center", "programme": "program",
             "labour": "labor", "defence": "defense", "min": "ministry", "govt": "government"}  # fmt: skip
_ARTICLE = re.compile(r"(?<!\w)(?:و|ب)?ال(?=\w{2})")  # the article is written as part of the word
_FEMININE = "ة"  # heard as a, or as t before another word
_LATIN_ARTICLE = re.compile(r"\b(?:al|el|as|ash|an|ar|ad)[-' ]")
_SOUNDS = (
    ("shch", "s"), ("kh", "h"), ("gh", "g"), ("sh", "s"), ("th", "t"), ("dh", "d"), ("zh", "j"), ("ph", "f"),
    ("ch", "s"), ("ts", "s"), ("x", "ks"), ("q", "k"), ("c", "k"), ("v", "f"), ("p", "b"), ("z", "d"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_WITHOUT_VOWELS = re.compile("[\u0590-\u07ff]")
_NOT_HEARD = re.compile(r"[aeiouyw']|(?<=\w)h\b")


def is_in_other_script(text: str) -> bool:
    """Return whether a name has letters that are not Latin.

    >>> is_in_other_script("Médecins"), is_in_other_script("الهلال")
    (False, True)
    """
    return any(sign.isalpha() and not unicodedata.name(sign, "LATIN").startswith("LATIN") for sign in text)


@lru_cache(maxsize=50_000)
def name_words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return all words of a name in plain Latin letters, and those that tell it from others.

    >>> name_words("The Organisation for Peace and Development Ltd.")[1]
    ('peace', 'development')
    """
    latin = anyascii(text) if is_in_other_script(text) else text
    found = tuple(SAME_WORD.get(word, word) for word in words(latin))
    telling = tuple(word for word in found if word not in SMALL_WORDS)
    kept = tuple(word for word in telling if word not in LEGAL_FORMS)
    return found, kept or telling or found


@lru_cache(maxsize=50_000)
def skeleton(text: str) -> str:
    """Return the consonants of a name, spelt alike whatever script it came from.

    >>> skeleton("الشباب"), skeleton("Al-Shabaab"), skeleton("Красный Крест") == skeleton("Krasny Krest")
    ('sbb', 'sbb', True)
    """
    plain = anyascii(
        _ARTICLE.sub("", text).replace(_FEMININE, "") if is_in_other_script(text) else text
    ).lower()
    heard = _LATIN_ARTICLE.sub("", re.sub(r"[^a-z0-9' -]", " ", plain))
    for letters, sound in _SOUNDS:
        heard = heard.replace(letters, sound)
    # Where vowels are not written two letters that meet are two, and elsewhere they are one long one.
    once = heard if _WITHOUT_VOWELS.search(text) else _DOUBLED.sub(r"\1", heard)
    return "".join(_NOT_HEARD.sub("", word) for word in re.split(r"[\s-]+", once))
