"""Who works with the register."""

from smartcity.kernel.accounts.roles import Role

EDITOR = "roadworks.editor"
SITE_MANAGER = "roadworks.site_manager"

ROLES = [
    Role(EDITOR, "Baustellen-Redaktion", "Roadworks editor"),
    Role(SITE_MANAGER, "Bauleitung", "Site manager", staff=False),
]
