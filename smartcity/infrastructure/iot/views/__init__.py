"""Pages of the IoT platform."""
