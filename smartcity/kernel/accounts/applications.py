"""Applications that people enter with their city account: registered by the administration, disconnected by anybody."""

from __future__ import annotations

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client, Token
from django.db.models import Max, QuerySet

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.open_id import GRANTS
from smartcity.kernel.service import Actor, service


@service
def register_application(
    *,
    actor: Actor,
    name: str,
    confidential: bool,
    redirect_uris: list[str],
    logout_uris: list[str],
    scopes: list[str],
) -> tuple[Client, str]:
    """Register an application; returns it and its secret, which is not stored and never shown again.

    One that keeps no secret (in a browser, on a phone) is not confidential: its secret is blank, PKCE takes its place.
    """
    client = Client(name=name, type=Client.Type.CONFIDENTIAL if confidential else Client.Type.PUBLIC)
    secret = get_adapter().generate_client_secret()
    client.set_secret(secret)
    client.set_grant_types(GRANTS)
    _describe(client, name, redirect_uris, logout_uris, scopes)
    client.save(force_insert=True)
    return client, secret if confidential else ""


@service
def change_application(
    *, actor: Actor, client: Client, name: str, redirect_uris: list[str], logout_uris: list[str], scopes: list[str]
) -> Client:
    """Change what an application is called, where it may send people, and what it may learn."""
    _describe(client, name, redirect_uris, logout_uris, scopes)
    client.save()
    return client


@service
def renew_secret(*, actor: Actor, client: Client) -> str:
    """Give an application a new secret; the old one is worthless at once."""
    secret: str = get_adapter().generate_client_secret()
    client.set_secret(secret)
    client.save(update_fields=["secret"])
    return secret


@service
def remove_application(*, actor: Actor, client: Client) -> None:
    """Remove an application and all that it was granted."""
    client.delete()


@service
def disconnect(*, actor: Actor, person: Person, client: Client) -> None:
    """Take back everything that a person granted an application."""
    Token.objects.filter(user=person, client=client).delete()


def applications() -> QuerySet[Client]:
    """All applications by name."""
    found: QuerySet[Client] = Client.objects.order_by("name", "pk")
    return found


def connected(person: Person) -> QuerySet[Client]:
    """Applications that a person let in and that can still ask about them; each with ``since`` (last permission)."""
    granted = Token.objects.valid().filter(user=person)
    found: QuerySet[Client] = Client.objects.filter(token__in=granted).annotate(since=Max("token__created_at"))
    return found.order_by("name", "pk")


def _describe(client: Client, name: str, redirect_uris: list[str], logout_uris: list[str], scopes: list[str]) -> None:
    client.name = name
    client.set_redirect_uris(redirect_uris)
    client.set_post_logout_redirect_uris(logout_uris)
    client.set_scopes(["openid", *scopes])
    client.set_default_scopes(["openid"])
