"""Schema of the city's data."""
