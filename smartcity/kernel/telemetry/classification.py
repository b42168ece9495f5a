"""Which fields of this room hold personal data: who acknowledged an alarm. What people carry is no open telemetry."""

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
    "Consumer": "name position moved_at failures trouble again_at",
    "Refusal": "id received_at source datastream place rule value",
    "Rule": (
        "id name is_active datastream observed_property properties kind lower upper hysteresis span intervals area "
        "severity act action argument notify_role escalate_after created_at"
    ),
    "Watch": "name since seen_at",
    "RuleState": "id rule datastream judged base_time base",
    "Alarm": ("id rule datastream severity raised_at observed_at measured acknowledged_at escalated_at cleared_at"),
}

PERSONAL = {f"{model}.{field}": "none" for model, fields in _NONE.items() for field in fields.split()} | {
    "Alarm.acknowledged_by": "personal",
    "Alarm.cleared_by": "personal",
    "Alarm.note": "personal",
}

_MEASURED = "measured values, not administrative records: thousands a second; corrections are services of their own"
AUDIT_EXEMPT = {
    "Observation": _MEASURED,
    "Latest": _MEASURED,
    "Rollup": _MEASURED,
    "Batch": _MEASURED,
    "Consumer": "a position in the journal",
    "Watch": "a sign of life every other second",
    "RuleState": "how far a rule has read a stream: as often as readings come",
    "Refusal": "kept for seven days for whoever looks after the sensor",
}
