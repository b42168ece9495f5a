"""Field of action: economy."""
