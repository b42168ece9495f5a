"""Staff need a second factor: a passkey or a one-time code app (TOTP).

Once one is set up, allauth demands it at every sign-in; so it is enough to ask whether it exists.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled

from smartcity.kernel.accounts.models import Person

STRONG = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def needs_second_factor(person: Person) -> bool:
    """Whether the person works for the city."""
    return person.is_staff or person.is_superuser


def lacks_second_factor(person: Person) -> bool:
    """Whether the person works for the city and has neither passkey nor TOTP yet."""
    return needs_second_factor(person) and not is_mfa_enabled(person, STRONG)
