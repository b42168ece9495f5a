"""What can be said about route files before SUMO reads them: well-formed or not, and which vehicle classes."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from smartcity.kernel.refusal import Refusal, Refused

_TRAFFIC = ("trip", "vehicle", "flow", "person", "personFlow", "container")


def vehicle_classes(routes: Sequence[Path]) -> dict[str, str]:
    """Vehicle class by type id, from all route files.

    Raises Refused, with one refusal per file, for what is missing, broken or holds no traffic.
    """
    classes: dict[str, str] = {}
    refusals: list[Refusal] = []
    for path in routes:
        try:
            found, traffic = _read(path)
        except OSError as error:
            refusals.append(
                Refusal(str(path), "Die Fahrtendatei ist nicht lesbar.", type(error).__name__, "Pfad prüfen.")
            )
        except etree.XMLSyntaxError as error:
            value = (str(error).splitlines() or [""])[0][:120]
            refusals.append(Refusal(str(path), "Die Fahrtendatei ist kein gültiges XML.", value, "Datei neu erzeugen."))
        else:
            classes |= found
            if not traffic and not found:
                hint = "Erwartet werden trip, vehicle, flow oder person."
                refusals.append(Refusal(str(path), "Die Datei enthält keine Fahrten.", "", hint))
    if refusals:
        raise Refused(refusals)
    return classes


def _read(path: Path) -> tuple[dict[str, str], bool]:
    classes: dict[str, str] = {}
    traffic = False
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        context = etree.iterparse(stream, tag=("vType", *_TRAFFIC), resolve_entities=False, no_network=True)
        for _event, element in context:
            if element.tag == "vType":
                classes[element.get("id", "")] = element.get("vClass", "passenger")
            else:
                traffic = True
            element.clear()
    return classes, traffic
