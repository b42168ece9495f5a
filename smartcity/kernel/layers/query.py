"""A layer's public rows, narrowed to what a request selects."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, F, Field, Q, QuerySet, Value
from django.db.models.expressions import Combinable, OrderBy
from django.utils import timezone

from smartcity.kernel.layers.cql.evaluate import condition
from smartcity.kernel.layers.cql.scope import FIELD_OF, KIND_OF, CqlMeaningError, Scope
from smartcity.kernel.layers.cql.sql import compared
from smartcity.kernel.layers.declaration import GeometryType, Layer, Property
from smartcity.kernel.layers.moments import Span
from smartcity.kernel.layers.parameters import Page, Selection, refused


def city_zone() -> tzinfo:
    """The time zone in which days begin and end."""
    return timezone.get_default_timezone()


def public_rows(layer: Layer) -> QuerySet[Any]:
    """The layer's rows without an order of its own."""
    return layer.queryset().order_by()


def storage_srid(layer: Layer) -> int:
    """SRID of the layer's geometry field."""
    found = output_field(public_rows(layer), layer.geometry)
    return found.srid if isinstance(found, GeometryField) else 4326


def output_field(rows: QuerySet[Any], source: str | Combinable) -> Field[Any, Any]:
    """The field behind a path, an annotation or an expression of the rows."""
    expression = F(source) if isinstance(source, str) else source
    found: Any = expression.resolve_expression(rows.query.clone(), allow_joins=True)  # type: ignore[attr-defined]
    field: Field[Any, Any] = found.output_field
    return field


def source_of(item: Property) -> Any:
    """A property's source as an expression."""
    return F(item.source) if isinstance(item.source, str) else item.source


def selected(layer: Layer, wanted: Selection) -> QuerySet[Any]:
    """The rows that a selection leaves; raises Refused when its filter cannot be."""
    rows = public_rows(layer)
    if wanted.boxes:
        rows = rows.filter(_within(layer, wanted.boxes))
    if wanted.span is not None and layer.time is not None:
        rows = rows.filter(_at_time(layer, rows, wanted.span))
    for item, value in wanted.equals:
        field = FIELD_OF[KIND_OF[item.type]]()
        rows = rows.filter(compared("=", source_of(item), Value(value, output_field=field)))
    if wanted.tree is not None:
        rows = rows.filter(_matching(layer, wanted))
    return rows


def ordered(rows: QuerySet[Any], layer: Layer, page: Page) -> QuerySet[Any]:
    """The rows in the page's order; the identifier settles ties, so that paging never repeats or skips one."""
    order = [OrderBy(source_of(item), descending=down, nulls_last=True) for item, down in page.order]
    return rows.order_by(*order, layer.id_field)


def behind(rows: QuerySet[Any], layer: Layer, text: str) -> QuerySet[Any]:
    """The rows after the feature with that identifier; raises Refused when it cannot be one."""
    return rows.filter(**{f"{layer.id_field}__gt": identifier(rows, layer, text, "after")})


def identifier(rows: QuerySet[Any], layer: Layer, text: str, place: str) -> Any:
    """A feature's identifier in the type of its field; raises Refused."""
    field = _field(rows, layer.id_field)
    try:
        value = field.to_python(text)
    except Exception as error:  # fields raise ValidationError, ValueError or TypeError as they please
        raise refused(place, "Das ist kein Kennzeichen dieser Sammlung.", text) from error
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise refused(place, "Das ist kein Kennzeichen dieser Sammlung.", text)
    if "\x00" in text:
        raise refused(place, "Das ist kein Kennzeichen dieser Sammlung.")
    return value


def _field(rows: QuerySet[Any], name: str) -> Field[Any, Any]:
    meta = rows.model._meta
    try:
        found = meta.pk if name == "pk" else meta.get_field(name)
    except FieldDoesNotExist:
        found = None
    return found if isinstance(found, Field) else output_field(rows, name)


def _within(layer: Layer, boxes: tuple[GEOSGeometry, ...]) -> Q:
    result = Q()
    for area in boxes:
        # a point lies in an upright box exactly when their boxes overlap: the index alone answers
        exact = layer.geometry_type is GeometryType.POINT and area.num_coords == 5
        result |= Q(**{f"{layer.geometry}__{'bboverlaps' if exact else 'intersects'}": area})
    return result


def _at_time(layer: Layer, rows: QuerySet[Any], span: Span) -> Q:
    extent = layer.time
    if extent is None:
        return Q()
    result = Q()
    last = extent.end or extent.start
    if span.start is not None:
        low = _edge(rows, last, span.start)
        overlap = Q(**{f"{last}__gte": low})
        result &= overlap | Q(**{f"{last}__isnull": True}) if extent.end else overlap
    if span.end is not None:
        high = _edge(rows, extent.start, span.end)
        overlap = Q(**{f"{extent.start}__lte": high})
        result &= overlap | Q(**{f"{extent.start}__isnull": True}) if extent.end else overlap
    return result


def _edge(rows: QuerySet[Any], source: str, moment: Any) -> Any:
    """An instant, or its day in the city where the field holds days."""
    field = output_field(rows, source)
    days = isinstance(field, DateField) and field.get_internal_type() == "DateField"
    return moment.astimezone(city_zone()).date() if days else moment


def _matching(layer: Layer, wanted: Selection) -> Q:
    scope = Scope(layer, storage_srid(layer), wanted.tree_crs, city_zone())
    try:
        found = condition(wanted.tree, scope)
    except CqlMeaningError as error:
        raise refused(error.place, error.rule, error.value) from error
    return found
