"""Which fields of this room hold personal data: none. What people carry or own does not belong into open telemetry."""

from __future__ import annotations

_NONE = {
    "Thing": "id name description properties is_open",
    "Location": "id name description properties encoding_type location document",
    "HistoricalLocation": "id thing time",
    "Sensor": "id name description properties encoding_type metadata",
    "ObservedProperty": "id name description properties definition",
    "FeatureOfInterest": "id name description properties encoding_type feature document",
    "Datastream": (
        "id name description properties thing sensor observed_property feature key observation_type result_type "
        "unit_name unit_symbol unit_definition categories lowest highest expected_interval retention is_open"
    ),
    "Observation": ("datastream_id phenomenon_time dedup id number value phenomenon_end result_time feature_id extra"),
    "Latest": "datastream first_time phenomenon_time number value observation_id received_at",
    "Rollup": "datastream_id width bucket n lowest highest total last last_time",
    "Batch": "position number rows first_time last_time source received_at",
    "Consumer": "name position moved_at",
    "Refusal": "id received_at source datastream place rule value",
}

PERSONAL = {f"{model}.{field}": "none" for model, fields in _NONE.items() for field in fields.split()}

_MEASURED = "measured values, not administrative records: thousands a second; corrections are services of their own"
AUDIT_EXEMPT = {
    "Observation": _MEASURED,
    "Latest": _MEASURED,
    "Rollup": _MEASURED,
    "Batch": _MEASURED,
    "Consumer": "a position in the journal",
    "Refusal": "kept for seven days for whoever looks after the sensor",
}
