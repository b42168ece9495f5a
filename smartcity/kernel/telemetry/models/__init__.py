"""What telemetry keeps: SensorThings' entities, observations in partitions, latest values, the journal of batches."""

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

__all__ = [
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
    "Sensor",
    "Thing",
]
