"""A city folder into the tables, table by table; called by the service ``load_city`` inside its transaction."""

from __future__ import annotations

from django.db.models import Model

from smartcity.kernel.city import rows
from smartcity.kernel.city.folder import CityFolder
from smartcity.kernel.city.models import (
    City,
    ClosingDay,
    Contact,
    District,
    Office,
    OpeningRule,
    Place,
    SchoolHoliday,
    Street,
)
from smartcity.kernel.city.redrawing import redraw
from smartcity.kernel.city.synchronise import Changes, LoadReport, replace, synchronise

OUTLINE_FIELDS = ["outline", "outline_schematic", "outline_licence", "outline_attribution"]
BOUNDARY_FIELDS = ["boundary", "schematic", "licence", "attribution"]


def fill_tables(folder: CityFolder) -> LoadReport:
    """Bring all tables in line with the folder; imported boundaries stay when it is the same city."""
    before = City.objects.first()
    keep = before if before is not None and before.ags == folder.city.ags else None
    facts = folder.city
    return LoadReport(
        {
            "Stadt": _fill_city(folder, keep),
            "Kontakte": _fill(Contact, "role", rows.contact_rows(facts)),
            "Schließtage": _fill(ClosingDay, "name", rows.closing_day_rows(facts)),
            "Bezirke": _fill_districts(folder, keep is not None),
            "Schulferien": _fill(SchoolHoliday, "starts", map(rows.school_holiday_row, folder.school_holidays)),
            **_fill_offices(folder),
            "Orte": _fill(Place, "key", map(rows.place_row, folder.places)),
            **_fill_streets(folder),
        }
    )


def _columns(model: type[Model], *without: str) -> list[str]:
    """Names of a model's own fields; a located row's district is worked out, not loaded."""
    skipped = {"id", "district", *without}
    return [field.name for field in model._meta.concrete_fields if field.name not in skipped]


def _fill(model: type[Model], key: str, wanted: object, *without: str) -> Changes:
    return synchronise(model._base_manager.all(), key, wanted, _columns(model, key, *without))  # type: ignore[arg-type]


def _fill_city(folder: CityFolder, keep: City | None) -> Changes:
    wanted = rows.city_row(folder)
    if keep is not None:
        wanted.revision = keep.revision
        if not keep.outline_schematic:
            for name in OUTLINE_FIELDS:
                setattr(wanted, name, getattr(keep, name))
    return _fill(City, "pk", [wanted])


def _fill_districts(folder: CityFolder, same_city: bool) -> Changes:
    kept = {row.number: row for row in District.objects.all()} if same_city else {}
    exact = {number: rows.to_area(row.boundary) for number, row in kept.items() if not row.schematic}
    wanted = {record.number: rows.district_row(record) for record in folder.districts}
    seeds = [rows.seed(record) for record in folder.districts if record.parent]
    outline = rows.to_area(City.objects.get().outline)
    sources = {number: (kept[number].licence, kept[number].attribution) for number in exact if number in wanted}
    redraw(wanted, seeds, outline, {number: area for number, area in exact.items() if number in wanted}, sources)
    # a number that changes its level is another district
    for level in District.Level.values:
        numbers = [number for number, row in wanted.items() if row.level != level]
        District.objects.filter(level=level, number__in=numbers).delete()
    boroughs = [row for row in wanted.values() if row.level == District.Level.BOROUGH]
    changes = synchronise(
        District.objects.filter(level=District.Level.BOROUGH), "number", boroughs, _columns(District, "number")
    )
    for record in folder.districts:
        wanted[record.number].parent = wanted[record.parent] if record.parent else None
    quarters = [row for row in wanted.values() if row.level == District.Level.QUARTER]
    return changes + synchronise(
        District.objects.filter(level=District.Level.QUARTER), "number", quarters, _columns(District, "number")
    )


def _fill_offices(folder: CityFolder) -> dict[str, Changes]:
    before = {row.key: row.parent.key if row.parent else None for row in Office.objects.select_related("parent")}
    wanted = {record.key: rows.office_row(record) for record in folder.offices}
    changes = _fill(Office, "key", wanted.values(), "parent")
    for record in folder.offices:
        wanted[record.key].parent = wanted[record.parent] if record.parent else None
    moved = [wanted[record.key] for record in folder.offices if before.get(record.key) != record.parent]
    Office.objects.bulk_update(moved, ["parent"])
    changes.updated += sum(row.key in before for row in moved)
    times = [rule for record in folder.offices for rule in rows.opening_rows(wanted[record.key], record)]
    fields = ["office_id", "weekday", "opens", "closes", "valid_from", "valid_to"]
    return {"Stellen": changes, "Öffnungszeiten": replace(OpeningRule.objects.all(), times, fields)}


def _fill_streets(folder: CityFolder) -> dict[str, Changes]:
    wanted = {record.key: rows.street_row(record) for record in folder.streets}
    changes = _fill(Street, "key", wanted.values())
    quarters = {row.number: row.pk for row in District.objects.filter(level=District.Level.QUARTER)}
    through = Street.quarters.through
    links = [
        through(street_id=wanted[record.key].pk, district_id=quarters[number])
        for record in folder.streets
        for number in dict.fromkeys(record.quarters)
    ]
    crossings = replace(through.objects.all(), links, ["street_id", "district_id"])
    return {"Straßen": changes, "Ortsteile der Straßen": crossings}
