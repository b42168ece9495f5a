"""Who works on cases."""

from smartcity.kernel.accounts.roles import Role

CLERK = "cases.clerk"

ROLES = [Role(CLERK, "Sachbearbeitung von Vorgängen", "Case work")]
