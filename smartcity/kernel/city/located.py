"""The district of everything located: one SQL function, asked for one row, one query set or all rows at once."""

from __future__ import annotations

from django.apps import apps
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from django.db.models import BigIntegerField, Func, Value

from smartcity.kernel.city.models import District, Located

WGS84 = 4326


class DistrictAt(Func):
    """SQL: the id of the quarter in which a geometry lies.

    On a border the lower number wins; a line or area belongs to the quarter with its greatest part. For bulk writes:
    ``queryset.update(district=DistrictAt(F("geometry")))``.
    """

    function = "city_district_at"
    output_field = BigIntegerField()


def district_for(geometry: GEOSGeometry | None) -> District | None:
    """The quarter of a geometry of any kind, or None outside the city; without the boundary, which is big."""
    if geometry is None or geometry.empty:
        return None
    if geometry.srid not in (None, WGS84):
        geometry = geometry.transform(WGS84, clone=True)
    shape = Value(geometry, output_field=GeometryField(srid=WGS84))
    return District.objects.defer("boundary").filter(pk=DistrictAt(shape)).first()


def assign_district(instance: Located) -> None:
    """Set the instance's district from its geometry; the caller saves."""
    instance.district = district_for(getattr(instance, instance.location_field))


def reassign_districts(room: str | None = None) -> int:
    """Give located rows their district again: of one room, or of all after boundaries have changed; returns what moved.

    room: the label of its application.
    """
    moved = 0
    for model in apps.get_app_config(room).get_models() if room else apps.get_models():
        if issubclass(model, Located) and not model._meta.proxy:
            moved += _reassign(model)
    return moved


def _reassign(model: type[Located]) -> int:
    columns = {field.name: field.column for field in model._meta.concrete_fields}
    names = model._meta.db_table, columns[model._meta.pk.name], columns[model.location_field]
    table, key, column = (connection.ops.quote_name(str(name)) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET district_id = found.district FROM"
            f" (SELECT {key} AS row, city_district_at({column}) AS district FROM {table}) AS found"
            f" WHERE {table}.{key} = found.row AND district_id IS DISTINCT FROM found.district"
        )
        return int(cursor.rowcount)
