from __future__ import annotations

from django.utils.crypto import salted_hmac

from avert.web.limits.purposes import Purpose


def digest_of(purpose: Purpose, key: str) -> str:
    """Return the keyed digest under which failures are counted: a name, an address or a password stays unread."""
    return salted_hmac("avert.web.limits", f"{purpose}:{key}", algorithm="sha256").hexdigest()
