"""The demo: the generated inner city as a scenario, and one experiment on it that the worker really simulates."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone

from smartcity.kernel.service import Actor, service
from smartcity.mobility.traffic.control.demo_city import BEGIN, make_demo_city
from smartcity.mobility.traffic.models import Scenario
from smartcity.mobility.traffic.services import Facts, start_experiment, store_scenario
from smartcity.mobility.traffic.uploads import Upload

TITLE = "Erfundene Innenstadt, Morgenspitze"
DESCRIPTION = (
    "Elf Straßen, 30 Ampeln, Busse und Bahnen nach Takt, Lkw zum Hafen, Rad- und Fußverkehr: alles erfunden und bei "
    "jeder Vorführung gleich."
)
SECONDS = 600  # of traffic: long enough for queues, short enough for a demo's first minutes


def load(actor: Actor) -> str:
    """Make the scenario and queue its experiment, once."""
    if Scenario.objects.filter(is_demo=True).exists():
        return "Demo-Szenario ist da"
    load_experiment(actor=actor)
    return "1 Demo-Szenario, 1 Versuch in der Warteschlange"


def announcement() -> list[str]:
    """Nothing to announce."""
    return []


@service
def load_experiment(*, actor: Actor) -> None:
    """Published from the start: the public pages show it once all its runs are done."""
    with TemporaryDirectory(prefix="traffic-") as temporary:
        city = make_demo_city(Path(temporary))
        network = Upload("innenstadt.net.xml", city.net.read_bytes())
        demand = [Upload("innenstadt.rou.xml", path.read_bytes()) for path in city.routes]
    facts = Facts(TITLE, BEGIN, BEGIN + SECONDS, DESCRIPTION, is_demo=True)
    scenario = store_scenario(actor=actor, facts=facts, network=network, demand=demand)
    made = start_experiment(actor=actor, scenario=scenario, controllers=["actuated", "adaptive"], seeds=[1])
    made.published_at = timezone.now()
    made.save(update_fields=["published_at"])
