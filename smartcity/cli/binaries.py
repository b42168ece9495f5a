"""Find PostgreSQL's programs, wherever the distribution put them."""

from __future__ import annotations

import shutil
from pathlib import Path

from smartcity.kernel.refusal import Refusal, Refused

OLDEST = 15
DEBIAN = Path("/usr/lib/postgresql")


def installed_versions() -> dict[int, Path]:
    """Major version -> folder with ``initdb`` and ``postgres``, for every installed server not older than 15."""
    found = {}
    for folder in DEBIAN.glob("*/bin"):
        if folder.parent.name.isdigit() and (folder / "initdb").is_file():
            found[int(folder.parent.name)] = folder
    if not found and (initdb := shutil.which("initdb")):
        found[OLDEST] = Path(initdb).resolve().parent
    return {version: folder for version, folder in found.items() if version >= OLDEST}


def programs(version: int | None = None) -> Path:
    """Folder of the programs for a cluster of ``version``, or the newest; raises Refused when it is not installed."""
    found = installed_versions()
    if not found:
        raise Refused([Refusal("PostgreSQL", "ist nicht installiert", hint="`make setup` installiert es.")])
    if version is None:
        return found[max(found)]
    if version not in found:
        raise Refused(
            [
                Refusal(
                    "Datenbank-Cluster",
                    f"braucht PostgreSQL {version}, installiert ist {', '.join(str(key) for key in sorted(found))}",
                    hint=f"Installieren Sie postgresql-{version}, oder ziehen Sie mit `smartcity backup`/`restore` um.",
                )
            ]
        )
    return found[version]
