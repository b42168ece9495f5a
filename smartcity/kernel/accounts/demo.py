"""The accounts' part of the demo."""

from __future__ import annotations

from smartcity.kernel.accounts.demo_accounts import ACCOUNTS, demo_password, make_demo_accounts
from smartcity.kernel.service import Actor


def load(actor: Actor) -> str:
    """Create the marked demo accounts; safe to repeat."""
    return f"{make_demo_accounts(actor=actor)} Demo-Konten"


def announcement() -> list[str]:
    """Lines for the terminal: who can sign in, and where the one-time codes stand."""
    people = [f"  {account.email:<30} {account.task}" for account in ACCOUNTS]
    return [
        f"Demo-Konten (Kennwort für alle: {demo_password()}; Einmal-Codes der Beschäftigten stehen unter /demo/):",
        *people,
    ]
