"""What happens before Django reads its settings: the mode is chosen, and the installation's secrets exist."""

from __future__ import annotations

import os
from contextlib import suppress

from smartcity.config.env import environment

SECRETS = ("secret-key", "simulator-key")


def choose_settings() -> None:
    """Set DJANGO_SETTINGS_MODULE from the environment's mode unless it is set already.

    Secrets are made here and not by the settings: reading settings must not create state. A state folder that cannot be
    made is refused later, with the place, by the command that needs it.
    """
    with suppress(OSError):
        for name in SECRETS:
            environment().state.secret(name)
        environment().state.secret("openid-key", signing_key)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"smartcity.config.settings.{environment().SMARTCITY_MODE}")


def signing_key() -> str:
    """A new RSA key of 2048 bits as PEM."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    form = serialization.PrivateFormat.PKCS8
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode().strip()
