"""Live channels of telemetry."""

CHANNELS = ["sensors"]
