"""The IoT platform (project 6.16): registry of devices, broker, doors of the readings."""
