"""Pages of the traffic signals."""
