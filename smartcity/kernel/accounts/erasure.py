"""Erasing an account, with a protocol free of personal data.

Each room erases its own part first (``personal_data.py``: ``erase(person, actor) -> list[str]``, German sentences of
what was erased and what must be kept, with the reason). Then the account itself is deleted; where a record that must
be kept still points to it, the account stays as an empty, locked shell without a name.
"""

from __future__ import annotations

from collections import Counter

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from smartcity.kernel.accounts.models import ErasureProtocol, Invitation, Membership, Person, RoleGrant
from smartcity.kernel.accounts.roles import ADMINISTRATOR
from smartcity.kernel.accounts.services import keep_an_administrator
from smartcity.kernel.manifest import discover
from smartcity.kernel.service import Actor, service


@service
def erase_account(*, actor: Actor, person: Person) -> ErasureProtocol:
    """Erase everything about a person. Raises Refused for the last administrator."""
    if person.holds(ADMINISTRATOR):
        keep_an_administrator(without=person)
    lines = [line for _config, erase in discover("personal_data", "erase") for line in erase(person, actor)]
    lines += _end_sessions(person)
    try:
        with transaction.atomic():
            _total, deleted = person.delete()
    except (ProtectedError, RestrictedError) as kept:
        lines += _empty_shell(person, kept)
    else:
        lines += _counted(deleted)
    return ErasureProtocol.objects.create(lines=lines)


def _end_sessions(person: Person) -> list[str]:
    keys = list(UserSession.objects.filter(user=person).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return [_("Angemeldete Geräte: %(count)d beendet.") % {"count": len(keys)}] if keys else []


def _counted(deleted: dict[str, int]) -> list[str]:
    counts: Counter[str] = Counter()
    for label, count in deleted.items():
        counts[force_str(apps.get_model(label)._meta.verbose_name_plural)] += count
    return [
        _("%(what)s: %(count)d gelöscht.") % {"what": what, "count": count} for what, count in counts.items() if count
    ]


def _empty_shell(person: Person, kept: ProtectedError | RestrictedError) -> list[str]:
    """Take everything from an account that a kept record points to."""
    objects = kept.protected_objects if isinstance(kept, ProtectedError) else kept.restricted_objects
    names = sorted({force_str(type(thing)._meta.verbose_name_plural) for thing in objects})
    for model in (EmailAddress, Authenticator, UserSession):
        model.objects.filter(user=person).delete()
    for owned in (RoleGrant, Membership):
        owned.objects.filter(person=person).delete()
    Invitation.objects.filter(email=person.email).delete()
    person.email = f"geloescht-{person.uuid}@example.invalid"
    person.given_name = person.family_name = ""
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = None
    person.set_unusable_password()
    person.save()
    return [
        _("Konto: Name, E-Mail-Adresse, Anmeldung, Rollen und Mitgliedschaften gelöscht; eine leere Hülle bleibt."),
        _("Grund: Akten, die aufbewahrt werden müssen, verweisen auf das Konto: %(names)s.")
        % {"names": ", ".join(names)},
    ]
