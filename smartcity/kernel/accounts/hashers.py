"""Password hashing at a deliberate cost: Argon2id, 19 MiB, two passes, one lane (OWASP's first recommendation)."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class DeliberateArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with memory 19 MiB, t=2, p=1."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
