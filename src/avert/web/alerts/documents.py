"""CAP documents as they leave the site: within the profile, and signed where the deployment has a key."""

from __future__ import annotations

from avert.errors import InputError
from avert.warning import cap
from avert.web.alerts.signing_key import signing_key


def cap_document(alert: cap.Alert) -> bytes:
    """Return a trimmed alert as CAP 1.2. Raises InputError where it departs from the profile."""
    # The language check of a warning is its authors' and checkers' matter, before it is released.
    found = cap.check(alert, names_someone=lambda _text: False)
    if found:
        raise InputError(f"This warning cannot go out as CAP: {found[0].message}")
    data, signer = cap.write_cap(alert), signing_key()
    return cap.sign_cap(data, signer.key, signer.certificate) if signer else data
