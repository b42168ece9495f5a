"""Makes scenarios from nothing (netgenerate and seeded demand): what a controller has never seen.

For tests and benchmarks: grids, arterials and random networks, light and heavy, with buses, trucks, bicycles, people on
foot.
"""

from __future__ import annotations

import random
import subprocess
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from smartcity.mobility.traffic.control.simulation import Scenario
from smartcity.mobility.traffic.control.sumo_home import sumo_home

DURATION = 3600
_CARS = {"car": 1.0}
_MIXED = {"car": 0.86, "truck": 0.06, "bus": 0.05, "bike": 0.03}
_TYPES = "".join(
    f'<vType id="{name}" vClass="{kind}"/>\n'
    for name, kind in (("car", "passenger"), ("truck", "truck"), ("bus", "bus"), ("bike", "bicycle"))
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """netgenerate's options, trips per hour by type, how much more the main road carries, people on foot."""

    options: tuple[str, ...]
    trips: int
    mix: dict[str, float] = field(default_factory=lambda: _CARS)
    main_road: float = 1.0
    people: int = 0
    seed: int = 7


def _grid(number: str, length: str, *more: str) -> tuple[str, ...]:
    return ("--grid", "--grid.number", number, "--grid.length", length, "--grid.attach-length", length, *more)


_ARTERIAL = (
    "--grid", "--grid.x-number", "6", "--grid.y-number", "1", "--grid.x-length", "220", "--grid.y-length", "200",
    "--grid.attach-length", "200", "-L", "2",
)  # fmt: skip
_PAVEMENTS = ("--sidewalks.guess", "--crossings.guess", "--default.sidewalk-width", "2")

RECIPES = {
    "crossing": Recipe(_grid("1", "300", "-L", "2", "--turn-lanes", "1"), 2000, _MIXED),
    "grid-light": Recipe(_grid("3", "150", "-L", "1"), 900),
    "grid": Recipe(_grid("4", "250", "-L", "2", "--turn-lanes", "1"), 3200),
    "grid-heavy": Recipe(_grid("4", "250", "-L", "2", "--turn-lanes", "1"), 5000, _MIXED),
    "blocks": Recipe(_grid("3", "150", "-L", "1"), 1800),
    "arterial": Recipe(_ARTERIAL, 3000, _MIXED, main_road=6.0),
    "arterial-jam": Recipe(_ARTERIAL, 4200, _MIXED, main_road=6.0),
    "random": Recipe(
        ("--rand", "--rand.iterations", "40", "--rand.min-distance", "90", "--rand.max-distance", "250", "-L", "1",
         "--rand.random-lanenumber"), 2200, _MIXED,
    ),
    "walking": Recipe(_grid("3", "180", "-L", "2", *_PAVEMENTS), 1800, _MIXED, people=900),
    "city": Recipe(_grid("13", "140", "-L", "1"), 9000, _MIXED),
}  # fmt: skip


def generate(name: str, folder: Path, trips: int | None = None, duration: int = DURATION) -> Scenario:
    """Write the scenario's network and demand into the folder. The same name always gives the same scenario."""
    recipe = RECIPES[name]
    net, routes = folder / f"{name}.net.xml", folder / f"{name}.rou.xml"
    program = sumo_home() / "bin" / "netgenerate"
    command = [str(program), *recipe.options, "-j", "traffic_light", "--seed", "5", "--output-file", str(net)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    count = recipe.trips if trips is None else trips
    routes.write_text(_demand(net, recipe, count * duration // DURATION, duration), encoding="utf-8")
    return Scenario(net, (routes,), 0, duration)


def _demand(net: Path, recipe: Recipe, trips: int, duration: int) -> str:
    edges: list[dict[str, str]] = [
        {key: str(edge.get(key)) for key in ("id", "from", "to")}
        for edge in etree.parse(str(net)).getroot().iter("edge")
        if "function" not in edge.attrib
    ]
    outgoing: defaultdict[str, int] = defaultdict(int)
    for edge in edges:
        outgoing[edge["from"]] += 1
    chance = random.Random(recipe.seed)  # noqa: S311 - demand, not secrets
    sources = [(edge["id"], edge["from"]) for edge in edges if outgoing[edge["from"]] == 1]
    sinks = [(edge["id"], edge["to"]) for edge in edges if outgoing[edge["to"]] == 1]
    if len(sources) < 4:
        sources = [(edge["id"], edge["from"]) for edge in edges]
        sinks = [(edge["id"], edge["to"]) for edge in edges]
    entries = _trips(chance, recipe, sources, sinks, (trips, duration))
    for number in range(recipe.people * duration // DURATION):
        start, end = chance.choice(edges)["id"], chance.choice(edges)["id"]
        moment = chance.uniform(0, duration)
        walk = f'<person id="p{number}" depart="{moment:.1f}"><personTrip from="{start}" to="{end}"/></person>'
        entries.append((moment, walk))
    lines = "\n".join(text for _moment, text in sorted(entries))
    return f"<routes>\n{_TYPES}{lines}\n</routes>\n"


def _trips(
    chance: random.Random, recipe: Recipe, sources: list[tuple[str, str]], sinks: list[tuple[str, str]],
    size: tuple[int, int],
) -> list[tuple[float, str]]:  # fmt: skip
    """Trips between the edges of the network, with uneven sources and sinks and a peak in the middle."""
    trips, duration = size
    leave = [_weight(chance, recipe, node) for _edge, node in sources]
    reach = [_weight(chance, recipe, node) for _edge, node in sinks]
    entries: list[tuple[float, str]] = []
    while len(entries) < trips:
        (start, first), (end, last) = chance.choices(sources, leave)[0], chance.choices(sinks, reach)[0]
        if first == last or start == end:
            continue
        moment = chance.uniform(0, duration)
        if chance.random() < 0.3:
            moment = min(max(chance.gauss(duration / 2, duration / 7), 0.0), duration - 1.0)
        kind = chance.choices(list(recipe.mix), list(recipe.mix.values()))[0]
        trip = (
            f'<trip id="{len(entries)}" type="{kind}" depart="{moment:.1f}" from="{start}" to="{end}" '
            'departLane="best" departSpeed="max"/>'
        )
        entries.append((moment, trip))
    return entries


def _weight(chance: random.Random, recipe: Recipe, node: str) -> float:
    return chance.uniform(0.3, 1.7) * (recipe.main_road if node.startswith(("left", "right")) else 1.0)
