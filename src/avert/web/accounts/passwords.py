"""Words that are used once: the password an administrator starts with, the code of an invitation."""

from __future__ import annotations

import secrets

# Without letters that are mistaken for each other when read aloud or copied from a terminal.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, LETTERS = 5, 4


def new_one_time_password() -> str:
    """Return about 99 random bits in groups that can be read aloud."""
    return new_code()


def new_code() -> str:
    """Return about 99 random bits in groups that can be read aloud."""
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _letter in range(LETTERS)) for _group in range(GROUPS)
    )
