"""What the accounts themselves add to "my data", and how their part is erased."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from smartcity.kernel.accounts.applications import connected
from smartcity.kernel.accounts.models import Invitation, Membership, Organisation, Person
from smartcity.kernel.accounts.roles import declared_roles
from smartcity.kernel.service import Actor


def about(person: Person) -> dict[str, Any]:
    """Roles held, open invitations to the person's address, applications let in."""
    roles = declared_roles()
    return {
        _("Rollen"): [roles[key].name if key in roles else key for key, _office in sorted(person.granted)],
        _("Offene Einladungen"): [
            str(invitation.organisation)
            for invitation in Invitation.objects.filter(email=person.email, accepted_at=None).select_related(
                "organisation"
            )
        ],
        _("Verbundene Anwendungen"): [f"{client.name} ({client.since:%d.%m.%Y})" for client in connected(person)],
    }


def erase(person: Person, actor: Actor) -> list[str]:
    """Leave every organisation: one without other members goes, another gets its oldest member as manager."""
    lines = []
    for membership in Membership.objects.filter(person=person).select_related("organisation"):
        others = membership.organisation.memberships.exclude(pk=membership.pk).order_by("since", "pk")
        if not others:
            Organisation.objects.filter(pk=membership.organisation_id).delete()
            lines.append(_("Organisation ohne weitere Mitglieder: gelöscht."))
            continue
        if not others.filter(role=Membership.Role.MANAGER).exists():
            others.filter(pk=others[0].pk).update(role=Membership.Role.MANAGER)
            lines.append(_("Organisation: Die Verwaltung ging an das älteste Mitglied über."))
        membership.delete()
    count, _by_model = Invitation.objects.filter(email=person.email).delete()
    if count:
        lines.append(_("Einladungen: %(count)d gelöscht.") % {"count": count})
    return lines
