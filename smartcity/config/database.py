"""Where the database is: an operator's server, or the private cluster on its Unix socket."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from smartcity.config.env import Environment
from smartcity.config.state import StateFolder

OWNER, APPLICATION, DATABASE = "smartcity_owner", "smartcity", "smartcity"
# sockaddr_un holds 107 bytes, and PostgreSQL appends "/.s.PGSQL.5432.lock"
LONGEST_SOCKET_FOLDER = 80


def socket_folder(state: StateFolder) -> Path:
    """Folder of the private cluster's socket: in the state folder, or a short one when that path is too long."""
    if len(str(state.run)) <= LONGEST_SOCKET_FOLDER:
        return state.run
    digest = hashlib.sha256(str(state.home).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"smartcity-{digest}"


def private_conninfo(state: StateFolder, role: str, database: str = DATABASE) -> str:
    """Libpq connection string of the private cluster for one of its roles."""
    return make_conninfo(
        host=str(socket_folder(state)), dbname=database, user=role, password=state.existing_secret(f"database-{role}")
    )


def conninfo(env: Environment, role: str | None = None) -> str:
    """Connection string for this process: the owner's for schema changes, else the application's."""
    owner = (role or env.SMARTCITY_DATABASE_ROLE) == "owner"
    if env.DATABASE_URL:
        return (env.DATABASE_OWNER_URL or env.DATABASE_URL) if owner else env.DATABASE_URL
    return private_conninfo(env.state, OWNER if owner else APPLICATION)


def django_database(env: Environment) -> dict[str, Any]:
    """Django's DATABASES["default"] for this process."""
    parts = conninfo_to_dict(conninfo(env))
    known = {"dbname", "user", "password", "host", "port"}
    options: dict[str, Any] = {key: value for key, value in parts.items() if key not in known}
    # who waits longer, or behind too many others, is told so at once (503) instead of queueing up
    size = env.SMARTCITY_DATABASE_POOL
    options["pool"] = {"min_size": 1, "max_size": size, "timeout": 5, "max_waiting": 20 * size}
    return {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": parts.get("dbname", DATABASE),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": options,
    }
