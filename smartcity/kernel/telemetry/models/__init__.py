"""What telemetry keeps: SensorThings' entities, observations in partitions, the journal of batches, rules, alarms."""

from smartcity.kernel.telemetry.models.entities import (
    Datastream,
    FeatureOfInterest,
    HistoricalLocation,
    Location,
    ObservedProperty,
    Sensor,
    Thing,
)
from smartcity.kernel.telemetry.models.observation import Batch, Consumer, Latest, Observation, Refusal
from smartcity.kernel.telemetry.models.rollup import Rollup
from smartcity.kernel.telemetry.models.rule import Alarm, Rule, RuleState, Severity, Watch

__all__ = [
    "Alarm",
    "Batch",
    "Consumer",
    "Datastream",
    "FeatureOfInterest",
    "HistoricalLocation",
    "Latest",
    "Location",
    "Observation",
    "ObservedProperty",
    "Refusal",
    "Rollup",
    "Rule",
    "RuleState",
    "Sensor",
    "Severity",
    "Thing",
    "Watch",
]
