"""Formats in which readings come in."""
