"""The command group ``smartcity audit``."""

from __future__ import annotations

import click

from smartcity.kernel.audit.chain import AT_ONCE, Head, seal_pending
from smartcity.kernel.audit.chain import verify as verify_chain
from smartcity.kernel.refusal import Refusal, Refused


@click.group("audit", help="Das Protokoll: versiegeln und prüfen.")
def group() -> None:
    """Commands about the audit."""


@group.command("seal", help="Versiegelt neue Einträge sofort (sonst alle paar Sekunden im Hintergrund).")
def seal() -> None:
    """Seal waiting entries."""
    number = batch = seal_pending()
    while batch == AT_ONCE:
        batch = seal_pending()
        number += batch
    click.echo(f"{number} Einträge versiegelt")


@group.command("verify", help="Rechnet die Kette nach und nennt die erste Stelle, an der sie nicht stimmt.")
@click.option("--anchor", default="", metavar="NR:HASH", help="Ein früher notierter Kopf: erkennt ein gekürztes Ende.")
def verify(anchor: str) -> None:
    """Verify the chain; exits 1 at a break."""
    try:
        head = Head.read(anchor) if anchor else None
    except ValueError:
        raise Refused(
            [Refusal("--anchor", "ist kein Kopf der Kette", anchor, "NR:HASH, wie verify ihn ausgibt")]
        ) from None
    verdict = verify_chain(head)
    if verdict.first_break:
        broken = verdict.first_break
        raise Refused([Refusal(f"Protokoll, Siegel {broken.seq}, Eintrag {broken.entry_id}", broken.reason)])
    click.echo(f"Das Protokoll ist unversehrt: {verdict.sealed} versiegelte Einträge, {verdict.pending} warten.")
    if verdict.head:
        click.echo(f"Kopf der Kette (bewahren Sie ihn anderswo auf): {verdict.head}")
