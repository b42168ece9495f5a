"""CQL2 (OGC 21-065): text and JSON in, Django expressions out. The JSON form is the one tree both share."""
