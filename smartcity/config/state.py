"""The one folder that holds the installation's state, never inside the checkout."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


def default_home() -> Path:
    """``/var/lib/smartcity`` for root, else ``~/.local/share/smartcity``."""
    return Path("/var/lib/smartcity") if os.geteuid() == 0 else Path.home() / ".local/share/smartcity"


@dataclass(frozen=True, slots=True)
class StateFolder:
    """Names of everything below the state folder."""

    home: Path

    @property
    def cluster(self) -> Path:
        """Data directory of the private PostgreSQL cluster."""
        return self.home / "cluster"

    @property
    def run(self) -> Path:
        """Sockets and locks."""
        return self.home / "run"

    @property
    def keys(self) -> Path:
        """Secrets, readable by the owner alone."""
        return self.home / "keys"

    @property
    def media(self) -> Path:
        """Uploaded and produced documents."""
        return self.home / "media"

    @property
    def broker(self) -> Path:
        """The MQTT broker's configuration, passwords and waiting messages."""
        return self.home / "broker"

    @property
    def logs(self) -> Path:
        """Log files of the database cluster."""
        return self.home / "log"

    def secret(self, name: str, make: Callable[[], str] = lambda: secrets.token_urlsafe(48)) -> str:
        """Read the secret ``name``; make it on first use (48 random bytes unless told otherwise, mode 600)."""
        path = self.keys / name
        if path.is_file():
            return path.read_text().strip()
        self.keys.mkdir(parents=True, exist_ok=True)
        self.keys.chmod(0o700)
        value = make()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(value + "\n")
        return value

    def existing_secret(self, name: str) -> str:
        """Read the secret ``name``, or an empty string: reading settings must not create state."""
        path = self.keys / name
        try:
            return path.read_text().strip()
        except (FileNotFoundError, PermissionError, NotADirectoryError):
            return ""
