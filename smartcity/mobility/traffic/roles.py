"""Who experiments with signals."""

from smartcity.kernel.accounts.roles import Role

ENGINEER = "traffic.engineer"

ROLES = [Role(ENGINEER, "Verkehrstechnik", "Traffic engineer")]
