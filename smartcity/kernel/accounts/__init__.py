"""People, organisations, roles, sign-in, export and erasure of personal data."""
