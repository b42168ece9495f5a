"""The entities as SensorThings names them, and where they lie in the tables of kernel/telemetry.

Expressions are SQL with ``{a}`` for the alias of the entity's row; links have ``{a}`` for this end and ``{b}`` for the
other. A sight is the condition under which somebody who may not see everything sees a row: what is open, and the thing
whose number is ``%(own)s`` (a device sees its own).
"""

from __future__ import annotations

from dataclasses import dataclass, field

_TIME = """to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
_INTERVAL = f"{_TIME.format('{a}.phenomenon_time')} || coalesce('/' || {_TIME.format('{a}.phenomenon_end')}, '')"
THING_SEEN = "(SELECT t.is_open OR t.id = %(own)s FROM telemetry_thing t WHERE t.id = {0})"


@dataclass(frozen=True, slots=True)
class Property:
    """json: SQL text of its JSON, NULL where it is left out. kind and value: how expressions compare it."""

    json: str
    kind: str = ""
    value: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Navigation to other entities: ``many`` of them or one."""

    target: str
    on: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity set. source: FROM clause; columns: what of it the JSON needs; order: by which it is listed."""

    name: str
    plural: str
    source: str
    sight: str
    properties: dict[str, Property]
    links: dict[str, Link] = field(default_factory=dict)
    columns: str = "{a}.*"
    order: tuple[str, ...] = ("{a}.id",)


def _text(column: str) -> Property:
    return Property(f"to_json({{a}}.{column})::text", "text", f"{{a}}.{column}")


def _json(column: str) -> Property:
    return Property(f"{{a}}.{column}::text", "json", f"{{a}}.{column}")


def _shape(column: str) -> Property:
    # as it was given, where that is more than its coordinates
    written = f"coalesce({{a}}.document::text, ST_AsGeoJSON({{a}}.{column}, 9))"
    return Property(written, "geo", f"{{a}}.{column}")


def _moment(column: str) -> Property:
    return Property("'\"' || " + _TIME.format(f"{{a}}.{column}") + " || '\"'", "time", f"{{a}}.{column}")


def _extra(name: str) -> Property:
    return Property(f"({{a}}.extra -> '{name}')::text", "json", f"({{a}}.extra -> '{name}')")


_DESCRIBED = {"name": _text("name"), "description": _text("description")}
_FREE = {"properties": _json("properties")}
_ENCODED = {"encodingType": _text("encoding_type")}
_UNIT = Property(
    "json_build_object('name', nullif({a}.unit_name, ''), 'symbol', nullif({a}.unit_symbol, ''),"
    " 'definition', nullif({a}.unit_definition, ''))::text",
    "json",
    "jsonb_build_object('name', {a}.unit_name, 'symbol', {a}.unit_symbol, 'definition', {a}.unit_definition)",
)
_COVERED = Property(
    "(SELECT '\"' || "
    + _TIME.format("l.first_time")
    + " || '/' || "
    + _TIME.format("l.phenomenon_time")
    + " || '\"' FROM telemetry_latest l WHERE l.datastream_id = {a}.id)",
    "interval",
    "(SELECT l.first_time FROM telemetry_latest l WHERE l.datastream_id = {a}.id)",
    "(SELECT l.phenomenon_time FROM telemetry_latest l WHERE l.datastream_id = {a}.id)",
)
_RESULT = Property(
    "CASE WHEN {a}.number IS NULL THEN {a}.value::text WHEN {a}.result_type = 'boolean' THEN ({a}.number <> 0)::text"
    " ELSE {a}.number::text END",
    "result",
)
_OPEN_LOCATION = (
    "(EXISTS (SELECT FROM telemetry_thing_locations m JOIN telemetry_thing t ON t.id = m.thing_id"
    " WHERE m.location_id = {a}.id AND (t.is_open OR t.id = %(own)s))"
    " OR EXISTS (SELECT FROM telemetry_historicallocation_locations m"
    " JOIN telemetry_historicallocation h ON h.id = m.historicallocation_id JOIN telemetry_thing t ON t.id = h.thing_id"
    " WHERE m.location_id = {a}.id AND (t.is_open OR t.id = %(own)s)))"
)
_OPEN_FEATURE = (
    "(NOT EXISTS (SELECT FROM telemetry_datastream d WHERE d.feature_id = {a}.id)"
    " OR EXISTS (SELECT FROM telemetry_datastream d JOIN telemetry_thing t ON t.id = d.thing_id"
    " WHERE d.feature_id = {a}.id AND (d.is_open AND t.is_open OR t.id = %(own)s)))"
)
_OPEN_STREAM = "(({0}.is_open OR {0}.thing_id = %(own)s) AND " + THING_SEEN.format("{0}.thing_id") + ")"
_STREAM_FEATURE = "(SELECT d.feature_id FROM telemetry_datastream d WHERE d.id = {a}.datastream_id)"
_THING_LOCATIONS = "IN (SELECT m.{0} FROM telemetry_thing_locations m WHERE m.{1} = {{a}}.id)"
_PAST_LOCATIONS = "IN (SELECT m.{0} FROM telemetry_historicallocation_locations m WHERE m.{1} = {{a}}.id)"

ENTITIES = (
    Entity(
        "Thing",
        "Things",
        "telemetry_thing {a}",
        "({a}.is_open OR {a}.id = %(own)s)",
        {**_DESCRIBED, **_FREE},
        {
            "Locations": Link("Location", "{b}.id " + _THING_LOCATIONS.format("location_id", "thing_id"), many=True),
            "HistoricalLocations": Link("HistoricalLocation", "{b}.thing_id = {a}.id", many=True),
            "Datastreams": Link("Datastream", "{b}.thing_id = {a}.id", many=True),
        },
    ),
    Entity(
        "Location",
        "Locations",
        "telemetry_location {a}",
        _OPEN_LOCATION,
        {**_DESCRIBED, **_ENCODED, "location": _shape("location"), **_FREE},
        {
            "Things": Link("Thing", "{b}.id " + _THING_LOCATIONS.format("thing_id", "location_id"), many=True),
            "HistoricalLocations": Link(
                "HistoricalLocation",
                "{b}.id " + _PAST_LOCATIONS.format("historicallocation_id", "location_id"),
                many=True,
            ),
        },
    ),
    Entity(
        "HistoricalLocation",
        "HistoricalLocations",
        "telemetry_historicallocation {a}",
        THING_SEEN.format("{a}.thing_id"),
        {"time": _moment("time")},
        {
            "Thing": Link("Thing", "{b}.id = {a}.thing_id"),
            "Locations": Link(
                "Location", "{b}.id " + _PAST_LOCATIONS.format("location_id", "historicallocation_id"), many=True
            ),
        },
    ),
    Entity(
        "Datastream",
        "Datastreams",
        "telemetry_datastream {a}",
        _OPEN_STREAM.replace("{0}", "{a}"),
        {
            **_DESCRIBED,
            "observationType": _text("observation_type"),
            "unitOfMeasurement": _UNIT,
            "phenomenonTime": _COVERED,
            **_FREE,
        },
        {
            "Thing": Link("Thing", "{b}.id = {a}.thing_id"),
            "Sensor": Link("Sensor", "{b}.id = {a}.sensor_id"),
            "ObservedProperty": Link("ObservedProperty", "{b}.id = {a}.observed_property_id"),
            "Observations": Link("Observation", "{b}.datastream_id = {a}.id", many=True),
        },
    ),
    Entity(
        "Sensor",
        "Sensors",
        "telemetry_sensor {a}",
        "TRUE",
        {**_DESCRIBED, **_ENCODED, "metadata": _json("metadata"), **_FREE},
        {"Datastreams": Link("Datastream", "{b}.sensor_id = {a}.id", many=True)},
    ),
    Entity(
        "ObservedProperty",
        "ObservedProperties",
        "telemetry_observedproperty {a}",
        "TRUE",
        {
            "name": _DESCRIBED["name"],
            "definition": _text("definition"),
            "description": _DESCRIBED["description"],
            **_FREE,
        },
        {"Datastreams": Link("Datastream", "{b}.observed_property_id = {a}.id", many=True)},
    ),
    Entity(
        "Observation",
        "Observations",
        "telemetry_observation {a} JOIN telemetry_datastream {a}d ON {a}d.id = {a}.datastream_id",
        _OPEN_STREAM.replace("{0}", "{a}d"),
        {
            "phenomenonTime": Property(
                f"'\"' || {_INTERVAL} || '\"'", "interval", "{a}.phenomenon_time", "{a}.phenomenon_end"
            ),
            "result": _RESULT,
            "resultTime": Property(
                "coalesce('\"' || " + _TIME.format("{a}.result_time") + " || '\"', 'null')", "time", "{a}.result_time"
            ),
            "resultQuality": _extra("resultQuality"),
            "validTime": _extra("validTime"),
            "parameters": _extra("parameters"),
        },
        {
            "Datastream": Link("Datastream", "{b}.id = {a}.datastream_id"),
            "FeatureOfInterest": Link(
                "FeatureOfInterest", "{b}.id = coalesce({a}.feature_id, " + _STREAM_FEATURE + ")"
            ),
        },
        "{a}.*, {a}d.result_type",
        ("{a}.datastream_id", "{a}.phenomenon_time", "{a}.dedup"),
    ),
    Entity(
        "FeatureOfInterest",
        "FeaturesOfInterest",
        "telemetry_featureofinterest {a}",
        _OPEN_FEATURE,
        {**_DESCRIBED, **_ENCODED, "feature": _shape("feature"), **_FREE},
        {
            "Observations": Link(
                "Observation",
                "({b}.feature_id = {a}.id OR {b}.feature_id IS NULL AND {b}.datastream_id IN"
                " (SELECT d.id FROM telemetry_datastream d WHERE d.feature_id = {a}.id))",
                many=True,
            )
        },
    ),
)
BY_NAME = {entity.name: entity for entity in ENTITIES}
BY_PLURAL = {entity.plural: entity for entity in ENTITIES}
