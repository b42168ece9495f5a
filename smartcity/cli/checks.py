"""``smartcity check``: what is set, what is default, what is unsafe for production."""

from __future__ import annotations

import io

import click
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from smartcity.config.env import Environment, environment
from smartcity.kernel.refusal import Refusal, Refused

SECRET_WORDS = ("KEY", "PASSWORD", "TOKEN", "URL")


def unsafe(env: Environment) -> list[Refusal]:
    """What must not be so in production."""
    findings = []
    if env.SMARTCITY_MODE != "production":
        findings.append(Refusal("SMARTCITY_MODE", "Demo-Konten sind offen", env.SMARTCITY_MODE, "production"))
    if not env.public_url.startswith("https://"):
        findings.append(Refusal("SMARTCITY_PUBLIC_URL", "ohne HTTPS", env.public_url, "https://…"))
    if not env.SMARTCITY_EMAIL_HOST:
        findings.append(Refusal("SMARTCITY_EMAIL_HOST", "ohne Mailserver geht keine Nachricht hinaus"))
    if env.DATABASE_URL and not env.DATABASE_OWNER_URL:
        findings.append(
            Refusal(
                "DATABASE_OWNER_URL", "eine Rolle für alles: das Protokoll schützt nur der Trigger, nicht das Recht"
            )
        )
    if not env.SMARTCITY_CLAMAV_SOCKET:
        findings.append(Refusal("SMARTCITY_CLAMAV_SOCKET", "Uploads werden nicht auf Viren geprüft"))
    return findings


@click.command(help="Zeigt, was gesetzt ist, was Vorgabe ist, und was für den Betrieb unsicher ist.")
def check() -> None:
    """Print the configuration; exits 1 in production mode when something is unsafe."""
    env = environment()
    for name in type(env).model_fields:
        value = getattr(env, name)
        shown = "(gesetzt)" if value and any(word in name for word in SECRET_WORDS) else value
        click.echo(f"{name:30} {'gesetzt' if name in env.model_fields_set else 'Vorgabe':8} {shown}")
    findings = unsafe(env)
    try:
        call_command("check", stdout=io.StringIO())
    except SystemCheckError as error:
        findings.append(Refusal("Django", str(error).strip()))
    for finding in findings:
        click.echo(f"unsicher: {finding}")
    if findings and env.SMARTCITY_MODE == "production":
        raise Refused([Refusal("Betrieb", f"{len(findings)} Einstellungen sind für den Betrieb unsicher")])
