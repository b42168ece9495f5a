"""The built front end: which hashed files belong to an entry (frontend/dist/manifest.json)."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static


@lru_cache(maxsize=4)
def _read(path: Path, changed: float) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def manifest() -> dict[str, Any]:
    """The build's manifest; read again when the file changes. Raises ImproperlyConfigured without a build."""
    path = Path(settings.FRONTEND_DIST) / "manifest.json"
    try:
        return _read(path, path.stat().st_mtime)
    except FileNotFoundError:
        raise ImproperlyConfigured("The front end is not built: npm ci --ignore-scripts && npm run build") from None


def _entry(name: str) -> dict[str, Any]:
    for chunk in manifest().values():
        if chunk.get("isEntry") and chunk.get("name") == name:
            return dict(chunk)
    raise ImproperlyConfigured(f"The front end has no entry {name!r}.")


def script(name: str) -> str:
    """Address of an entry's module script."""
    return static(_entry(name)["file"])


def styles(name: str) -> list[str]:
    """Addresses of an entry's style sheets, those of its imported chunks first."""
    chunk, found = _entry(name), []
    for imported in chunk.get("imports", ()):
        found += manifest()[imported].get("css", ())
    return [static(file) for file in dict.fromkeys([*found, *chunk.get("css", ())])]


def preloads(name: str) -> list[str]:
    """Addresses of the chunks that an entry imports, so that the browser fetches them at once."""
    return [static(manifest()[key]["file"]) for key in _entry(name).get("imports", ())]


def fonts() -> list[str]:
    """Addresses of the fonts that every page needs."""
    return [static(file) for file in _entry("shell").get("assets", ()) if file.endswith(".woff2")]


def icons() -> str:
    """Address of the icon sprite."""
    return static(manifest()["icons.svg"]["file"])


def version() -> str:
    """A short name of this build, for caches that must be renewed with it."""
    return hashlib.sha256(json.dumps(manifest(), sort_keys=True).encode()).hexdigest()[:12]


def service_worker() -> str:
    """The service worker's source, headed by what it must know: the build's version and files for offline use."""
    files = [*styles("shell"), script("shell"), icons(), *fonts()]
    city = {"version": version(), "files": files, "offline": "/offline"}
    source = (Path(settings.FRONTEND_DIST) / _entry("service-worker")["file"]).read_text(encoding="utf-8")
    return f"self.CITY = {json.dumps(city)};\n{source}"
