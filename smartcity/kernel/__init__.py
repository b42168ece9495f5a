"""What every system stands on. Knows no system by name."""
