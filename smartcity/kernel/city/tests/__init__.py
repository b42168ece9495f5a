"""Tests of the city's data."""
