"""Chapter 4 of the master plan: how its projects are steered."""
