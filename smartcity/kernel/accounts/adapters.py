"""How allauth works in this house: the client's address, stored secrets, QR codes."""

from __future__ import annotations

import base64
import hashlib

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest

from smartcity.kernel.accounts.limits import client_address


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Sign-in by e-mail address."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Address of the client for its list of devices, an IPv6 one without its last 64 bits."""
        return client_address(request).partition("/")[0] or "0.0.0.0"  # noqa: S104  (says "unknown", binds nothing)

    def format_email_subject(self, subject: str) -> str:
        """The subject as the template has it, without the host's name in brackets."""
        return subject


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """Second factors: secrets are encrypted at rest with a key derived from the platform's secret key."""

    def encrypt(self, text: str) -> str:
        """Encrypt a TOTP secret or the seed of recovery codes."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret in clear; raises ValueError when the secret key is another one than at encryption."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise ValueError("the second factor was stored under another secret key") from None

    def build_totp_svg(self, url: str) -> str:
        """QR code of the TOTP address."""
        code: str = segno.make(url, error="m").svg_inline(scale=5, border=4, light="#fff", dark="#000")
        return code.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) if "xmlns" not in code else code


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"smartcity.second-factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
