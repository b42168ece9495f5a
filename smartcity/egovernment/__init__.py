"""Field of action: egovernment."""
