"""Menu entries of the kernel's own rooms, which lie below the shell and cannot name its types."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.web.contributions import NavigationEntry

NAVIGATION = [
    NavigationEntry(
        _("Rollen vergeben"),
        lambda: reverse("accounts:roles"),
        summary=_("Wer darf was, für welches Amt?"),
        icon="manage_accounts",
        workplace=True,
        permission="accounts.grant_roles",
        order=890,
    ),
    NavigationEntry(
        _("Identität prüfen"),
        lambda: reverse("accounts:identity"),
        summary=_("Wer hat sich am Schalter ausgewiesen?"),
        icon="manage_accounts",
        workplace=True,
        permission="accounts.confirm_identity",
        order=885,
    ),
    NavigationEntry(
        _("Anwendungen anmelden"),
        lambda: reverse("accounts:applications"),
        summary=_("Welche anderen Anwendungen nutzen das Stadtkonto?"),
        icon="apps",
        workplace=True,
        permission="accounts.register_applications",
        order=895,
    ),
    NavigationEntry(
        _("Protokoll prüfen"),
        lambda: reverse("audit:record"),
        summary=_("Wer hat wann was geändert?"),
        icon="history",
        workplace=True,
        permission="audit.read",
        order=900,
    ),
    NavigationEntry(
        _("Hintergrundarbeit"),
        lambda: reverse("jobs:overview"),
        summary=_("Was ist dabei gescheitert?"),
        icon="autorenew",
        workplace=True,
        permission="jobs.manage",
        order=910,
    ),
]
