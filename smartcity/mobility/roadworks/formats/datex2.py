"""DATEX II SituationPublication (EN 16157-3): reads versions 3 and 2, writes version 3."""

from smartcity.mobility.roadworks.formats.datex2_reader import read
from smartcity.mobility.roadworks.formats.datex2_writer import write

__all__ = ["read", "write"]
