"""``smartcity create-admin``: a first administrator."""

from __future__ import annotations

import sys

import click
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.services import create_administrator
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import SystemActor


@click.command("create-admin", help="Macht EMAIL zur Administration; legt das Konto an, wenn es noch keines gibt.")
@click.argument("email", metavar="EMAIL")
@click.option("--password-stdin", is_flag=True, help="Liest das Kennwort von der Standardeingabe.")
def group(email: str, password_stdin: bool) -> None:
    """Create or promote an administrator; prints a one-time link for the password unless one is given."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    try:
        person = create_administrator(actor=SystemActor("create-admin"), email=email, password=password)
    except ValidationError as error:
        raise Refused([Refusal("EMAIL" if password is None else "Kennwort", " ".join(error.messages))]) from error
    click.echo(f"Administration: {person.email}")
    if not person.has_usable_password():
        click.echo(f"Kennwort setzen (einmal, drei Tage lang): {one_time_link(person)}")
    click.echo("Beim ersten Anmelden wird ein zweiter Faktor eingerichtet (Passkey oder Einmal-Code).")


def one_time_link(person: Person) -> str:
    """Address at which the person sets a password, once and for three days."""
    arguments = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return settings.PUBLIC_URL + reverse("account_reset_password_from_key", kwargs=arguments)
