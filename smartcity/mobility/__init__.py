"""Field of action "Mobilität"."""
