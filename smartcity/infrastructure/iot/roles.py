"""Who looks after the city's devices."""

from smartcity.kernel.accounts.roles import Role

OPERATOR = "iot.operator"

ROLES = [Role(OPERATOR, "IoT-Betrieb", "IoT operator")]
