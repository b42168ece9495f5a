"""Optimierung der Verkehrsflusssteuerung (6.3): signals that see queues, buses and people on foot, and decide ahead.

For the city's traffic engineers: measures any signal controller on any SUMO network (`evaluate`) and brings its own,
adaptive one (`control`), which needs no tuning per junction.
"""
