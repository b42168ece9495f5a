"""Background work: jobs in PostgreSQL, taken by any number of workers (Procrastinate)."""
