"""Which fields of this room hold personal data."""

PERSONAL: dict[str, str] = {}
