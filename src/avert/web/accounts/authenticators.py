"""How allauth keeps second factors here: their secrets are sealed, and the picture to scan is drawn for any page."""

from __future__ import annotations

import base64
from functools import lru_cache
from io import BytesIO

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from avert.web.accounts.models import Person


class Adapter(DefaultMFAAdapter):
    """allauth's adapter, with what its documentation leaves to the site."""

    def get_totp_label(self, user: Person) -> str:
        """Return the name one logs in with; allauth's own prefers an e-mail address."""
        return user.get_username()

    def build_totp_svg(self, url: str) -> str:
        """Draw the picture on white, so that a telephone reads it in dark mode too."""
        import qrcode
        from qrcode.image.svg import SvgPathFillImage

        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """Seal a secret, so that a copy of the database alone lets nobody make codes."""
        return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret. Raises InvalidToken where the secret key has changed."""
        return _cipher(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()


@lru_cache(maxsize=4)
def _cipher(secret_key: str) -> Fernet:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"avert second factor 1")
    return Fernet(base64.urlsafe_b64encode(derive.derive(secret_key.encode())))
