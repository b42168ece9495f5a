"""Infrastructure: what the city stands on."""
