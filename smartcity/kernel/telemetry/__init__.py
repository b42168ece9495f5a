"""Telemetry: things, their datastreams, and what they observe; the words are those of OGC SensorThings 1.1.

Readings come in batches from whichever door (MQTT, HTTP, files), are judged one by one, and are stored once however
often they are sent. What is acknowledged is committed.
"""
