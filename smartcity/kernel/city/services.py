"""Writes: load a city's folder, import exact boundaries. Each takes everything or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from django.db import connection
from shapely.geometry import Point, box

from smartcity.kernel.city import rows
from smartcity.kernel.city.boundary_files import Boundary, check_fit, read_boundaries
from smartcity.kernel.city.folder import read_folder
from smartcity.kernel.city.loading import BOUNDARY_FIELDS, OUTLINE_FIELDS, fill_tables
from smartcity.kernel.city.located import reassign_districts
from smartcity.kernel.city.models import City, District
from smartcity.kernel.city.reading import Findings
from smartcity.kernel.city.redrawing import redraw
from smartcity.kernel.city.schematic import Seed
from smartcity.kernel.city.synchronise import Changes, LoadReport, same
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service

WRITE_LOCK = 0x5C17


@service
def load_city(*, actor: Actor, directory: Path) -> LoadReport:
    """Make the database say what a city folder says; loading the same folder again changes nothing.

    Boundaries that were imported for this city stay; another city (another AGS) replaces all. Raises Refused.
    """
    folder = read_folder(directory)
    _one_at_a_time()
    report = fill_tables(folder)
    if report.changed:
        _renew(everywhere=bool(report.tables["Bezirke"] or report.tables["Stadt"]))
    return report


@service
def import_boundaries(*, actor: Actor, files: Iterable[Path], licence: str, attribution: str) -> LoadReport:
    """Replace schematic boundaries by exact ones; what is still missing is drawn anew round them.

    files: GeoJSON files or folders of them. licence and attribution: named wherever the boundaries are shown; both
    are required. The number 0 (000) means the city's outline. Raises Refused with file and place.
    """
    findings = Findings()
    if not licence.strip() or not attribution.strip():
        findings.add("--licence, --attribution", "Lizenz und Quellenvermerk müssen angegeben werden.")
    _one_at_a_time()
    city = City.objects.first()
    if city is None:
        raise Refused([Refusal("Stadt", "Noch keine Stadt geladen.", hint="smartcity load-city ORDNER")])
    known = {row.number: row for row in District.objects.select_related("parent")}
    boundaries = read_boundaries(files, {number: row.name for number, row in known.items()}, findings)
    findings.close()
    changed = _take_outline(city, boundaries, licence, attribution)
    changed += _take_districts(city, known, boundaries, (licence.strip(), attribution.strip()))
    if changed:
        _renew(everywhere=True)
    return LoadReport({"Grenzen": Changes(updated=changed, unchanged=len(known) + 1 - changed)})


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITE_LOCK])


def _renew(*, everywhere: bool) -> None:
    """Every cached shape of the city is stale now; located rows of the city, or of all rooms, get their districts."""
    City.objects.update(revision=uuid4())
    reassign_districts(None if everywhere else "city")


def _take_outline(city: City, boundaries: Iterable[Boundary], licence: str, attribution: str) -> int:
    for boundary in boundaries:
        if boundary.is_outline:
            before = [getattr(city, name) for name in OUTLINE_FIELDS]
            city.outline = rows.to_geos(boundary.area)
            city.outline_schematic = False
            city.outline_licence, city.outline_attribution = licence.strip(), attribution.strip()
            city.save(update_fields=OUTLINE_FIELDS)
            return int(not all(map(same, before, (getattr(city, name) for name in OUTLINE_FIELDS))))
    return 0


def _take_districts(
    city: City, known: dict[str, District], boundaries: Iterable[Boundary], source: tuple[str, str]
) -> int:
    """Redraw all districts round the old and new exact boundaries; returns how many changed."""
    exact = {number: rows.to_area(row.boundary) for number, row in known.items() if not row.schematic}
    sources = {number: (known[number].licence, known[number].attribution) for number in exact}
    for boundary in boundaries:
        if not boundary.is_outline:
            exact[boundary.number], sources[boundary.number] = boundary.area, source
    parents = {row.number: row.parent.number for row in known.values() if row.parent}
    findings = Findings()
    check_fit(exact, parents, box(*city.bounding_box.extent), findings)
    findings.close()
    seeds = [Seed(number, borough, Point(*known[number].centre.coords)) for number, borough in parents.items()]
    before = {number: [getattr(row, name) for name in BOUNDARY_FIELDS] for number, row in known.items()}
    redraw(known, seeds, rows.to_area(city.outline), exact, sources)
    changed = [
        row
        for number, row in known.items()
        if not all(map(same, before[number], (getattr(row, name) for name in BOUNDARY_FIELDS)))
    ]
    District.objects.bulk_update(changed, BOUNDARY_FIELDS)
    return len(changed)
