"""Who changed what, when: recorded by the database itself, append-only, hash-chained."""
