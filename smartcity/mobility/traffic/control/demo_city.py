"""The demonstration network: an invented inner city with an arterial to the port, after the manner of Duisburg's.

Written from nothing: named streets on a slightly bent grid, 30 signals, pavements with crossings, cycle traffic, buses
and trams that run to a timetable, trucks to the port. Coordinates are UTM zone 32; netconvert builds the network.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import quoteattr

from smartcity.mobility.traffic.control.simulation import Scenario
from smartcity.mobility.traffic.control.sumo_home import sumo_home

BEGIN, END = 25200, 28800
EAST_WEST = ("Hafenallee", "Marktzeile", "Schifferstraße", "Königsallee am Markt", "Gießerweg")
NORTH_SOUTH = ("Kranstraße", "Brückenweg", "Rathauszeile", "Mühlengasse", "Bahnhofsallee", "Lotsenstraße")
ARTERIAL, TRAMWAY = 0, 2
_ORIGIN = (344000.0, 5700200.0)
_COLUMN_GAPS, _ROW_GAPS = (0, 230, 420, 650, 830, 1080), (0, 190, 410, 590, 800)
_OUTSIDE = 220.0
_LINES = (
    ("901", "tram", 600, ("w", TRAMWAY, "e", TRAMWAY)),
    ("921", "bus", 600, ("w", ARTERIAL, "e", ARTERIAL)),
    ("924", "bus", 900, ("n", 2, "s", 2)),
    ("933", "bus", 1200, ("n", 4, "s", 4)),
)
_MIX = {"car": 0.86, "truck": 0.07, "bike": 0.07}
_TYPES = "".join(
    f'<vType id="{name}" vClass="{kind}"/>\n'
    for name, kind in (("car", "passenger"), ("truck", "truck"), ("bus", "bus"), ("tram", "tram"), ("bike", "bicycle"))
)
Node = tuple[str, float, float, str]


def make_demo_city(folder: Path, trips: int = 2600, people: int = 500) -> Scenario:
    """Write network and demand of the morning hour into the folder; the same call always gives the same files."""
    nodes, edges = folder / "demo.nod.xml", folder / "demo.edg.xml"
    net, routes = folder / "demo.net.xml", folder / "demo.rou.xml"
    nodes.write_text(_wrap("nodes", map(_node, _nodes())), encoding="utf-8")
    edges.write_text(_wrap("edges", _edges()), encoding="utf-8")
    command = [
        str(sumo_home() / "bin" / "netconvert"), "--node-files", str(nodes), "--edge-files", str(edges),
        "--output-file", str(net), "--sidewalks.guess", "--crossings.guess", "--default.sidewalk-width", "2",
        "--no-turnarounds", "--output.street-names", "--offset.disable-normalization",
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    routes.write_text(f"<routes>\n{_TYPES}{_demand(trips, people)}</routes>\n", encoding="utf-8")
    return Scenario(net, (routes,), BEGIN, END)


def _wrap(tag: str, lines: Iterator[str]) -> str:
    return f"<{tag}>\n" + "\n".join(lines) + f"\n</{tag}>\n"


def _node(node: Node) -> str:
    name, x, y, kind = node
    return f'<node id="{name}" x="{x:.1f}" y="{y:.1f}" type="{kind}"/>'


def _place(column: int, row: int) -> tuple[float, float]:
    chance = random.Random(column * 17 + row)  # noqa: S311 - bends of streets, not secrets
    x = _ORIGIN[0] + _COLUMN_GAPS[column] + chance.uniform(-18, 18) + 14 * row
    return x, _ORIGIN[1] + _ROW_GAPS[row] + chance.uniform(-18, 18) + 9 * column


def _nodes() -> Iterator[Node]:
    last_column, last_row = len(NORTH_SOUTH) - 1, len(EAST_WEST) - 1
    for row in range(last_row + 1):
        for column in range(last_column + 1):
            yield f"k{column}{row}", *_place(column, row), "traffic_light"
        for name, column, step in (("w", 0, -_OUTSIDE), ("e", last_column, _OUTSIDE)):
            x, y = _place(column, row)
            yield f"{name}{row}", x + step, y, "priority"
    for column in range(last_column + 1):
        for name, row, step in (("s", 0, -_OUTSIDE), ("n", last_row, _OUTSIDE)):
            x, y = _place(column, row)
            yield f"{name}{column}", x, y + step, "priority"


def _edges() -> Iterator[str]:
    for row, street in enumerate(EAST_WEST):
        stops = [f"w{row}", *(f"k{column}{row}" for column in range(len(NORTH_SOUTH))), f"e{row}"]
        yield from _street(street, stops, 2 if row in (ARTERIAL, TRAMWAY) else 1)
    for column, street in enumerate(NORTH_SOUTH):
        stops = [f"s{column}", *(f"k{column}{row}" for row in range(len(EAST_WEST))), f"n{column}"]
        yield from _street(street, stops, 2 if column == 0 else 1)


def _street(name: str, stops: list[str], lanes: int) -> Iterator[str]:
    for first, second in pairwise(stops):
        for start, end in ((first, second), (second, first)):
            yield (
                f'<edge id="{start}-{end}" from="{start}" to="{end}" numLanes="{lanes}" speed="13.89" '
                f'priority="{lanes}" name={quoteattr(name)}/>'
            )


def _ends() -> list[tuple[str, str, float]]:
    """(outer node, junction behind it, attraction): the arterial and the port's street draw most."""
    ends = []
    for row in range(len(EAST_WEST)):
        weight = 4.0 if row == ARTERIAL else 1.0
        ends += [(f"w{row}", f"k0{row}", weight), (f"e{row}", f"k{len(NORTH_SOUTH) - 1}{row}", weight)]
    for column in range(len(NORTH_SOUTH)):
        weight = 2.5 if column == 0 else 0.8
        ends += [(f"s{column}", f"k{column}0", weight), (f"n{column}", f"k{column}{len(EAST_WEST) - 1}", weight)]
    return ends


def _demand(trips: int, people: int) -> str:
    chance, ends = random.Random(63), _ends()  # noqa: S311 - demand, not secrets
    weights = [weight for _outer, _inner, weight in ends]
    entries = list(_lines(ends))
    while trips:
        (start, after, _w), (end, before, _v) = chance.choices(ends, weights, k=2)
        kind = chance.choices(list(_MIX), list(_MIX.values()))[0]
        if kind == "truck":  # trucks come from the port or go to it
            (start, after), (end, before) = chance.choice(
                [(("s0", "k00"), (end, before)), ((start, after), ("s0", "k00"))]
            )
        if start != end:
            entries.append((chance.uniform(BEGIN, END), "trip", kind, f"{start}-{after}", f"{before}-{end}"))
            trips -= 1
    lines = [_entry(number, entry) for number, entry in enumerate(sorted(entries))]
    return "\n".join(_with_people(lines, sorted(_walks(chance, people))))


def _lines(ends: list[tuple[str, str, float]]) -> Iterator[tuple[float, str, str, str, str]]:
    behind = {outer: inner for outer, inner, _weight in ends}
    for _line, kind, headway, (first, one, second, other) in _LINES:
        start, end = f"{first}{one}", f"{second}{other}"
        for moment in range(BEGIN + 60, END, headway):
            yield float(moment), "line", kind, f"{start}-{behind[start]}", f"{behind[end]}-{end}"
            yield moment + headway / 2, "line", kind, f"{end}-{behind[end]}", f"{behind[start]}-{start}"


def _walks(chance: random.Random, people: int) -> Iterator[tuple[float, str, str]]:
    for _number in range(people):
        column, row = chance.randrange(len(NORTH_SOUTH) - 1), chance.randrange(len(EAST_WEST) - 1)
        start = f"k{column}{row}-k{column + 1}{row}"
        yield chance.uniform(BEGIN, END - 600), start, f"k{column}{row + 1}-k{column + 1}{row + 1}"


def _entry(number: int, entry: tuple[float, str, str, str, str]) -> tuple[float, str]:
    moment, sort, kind, start, end = entry
    name = f"{kind if sort == 'line' else 'v'}{number}"
    text = f'<trip id="{name}" type="{kind}" depart="{moment:.1f}" from="{start}" to="{end}" departLane="best"/>'
    return moment, text


def _with_people(lines: list[tuple[float, str]], walks: list[tuple[float, str, str]]) -> list[str]:
    on_foot = [
        (moment, f'<person id="p{number}" depart="{moment:.1f}"><walk from="{start}" to="{end}"/></person>')
        for number, (moment, start, end) in enumerate(walks)
    ]
    return [text for _moment, text in sorted(lines + on_foot)]
