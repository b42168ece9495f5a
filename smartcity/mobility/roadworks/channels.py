"""Live channels of the roadworks."""

CHANNELS = ["roadworks"]
