"""MQTT: the format on the wire, a subscriber, the topics."""
