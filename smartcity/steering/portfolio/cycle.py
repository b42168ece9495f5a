"""The cycle of the portfolio (figure 3 of the plan) as a picture: seven stations on an ellipse. Free of Django."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 740, 420
RADIUS_X, RADIUS_Y = 270.0, 165.0
BOX_WIDTH, BOX_HEIGHT = 176, 58
CHARACTERS = 19


@dataclass(frozen=True, slots=True)
class Node:
    """A station: its box's upper left corner, its middle, and its words in one or two lines."""

    x: float
    y: float
    middle: float
    lines: list[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one station to the next: a curve, and the head's three points."""

    path: str
    head: str


@dataclass(frozen=True, slots=True)
class Cycle:
    """Everything that the picture's template draws."""

    nodes: list[Node]
    arrows: list[Arrow]


def cycle(names: Sequence[str]) -> Cycle:
    """Lay the names out clockwise, the first one at the top."""
    count = len(names)
    nodes = [_node(name, index / count) for index, name in enumerate(names)]
    return Cycle(nodes, [_arrow(index / count, (index + 1) / count) for index in range(count)])


def _at(turn: float) -> tuple[float, float]:
    angle = 2 * math.pi * turn - math.pi / 2
    return WIDTH / 2 + RADIUS_X * math.cos(angle), HEIGHT / 2 + RADIUS_Y * math.sin(angle)


def _node(name: str, turn: float) -> Node:
    x, y = _at(turn)
    lines = _lines(name)
    first = y + 5 - 9 * (len(lines) - 1)
    words = [(round(first + 19 * index, 1), line) for index, line in enumerate(lines)]
    return Node(round(x - BOX_WIDTH / 2, 1), round(y - BOX_HEIGHT / 2, 1), round(x, 1), words)


def _lines(name: str) -> list[str]:
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= CHARACTERS or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _arrow(start: float, stop: float) -> Arrow:
    first, last = _outside(start, 1), _outside(stop, -1)
    x1, y1 = _at(first)
    x2, y2 = _at(last)
    path = f"M{x1:.1f} {y1:.1f}A{RADIUS_X:.0f} {RADIUS_Y:.0f} 0 0 1 {x2:.1f} {y2:.1f}"
    back_x, back_y = _at(last - 0.012)
    length = math.hypot(x2 - back_x, y2 - back_y) or 1.0
    along_x, along_y = (x2 - back_x) / length, (y2 - back_y) / length
    points = [
        (x2 + 7 * along_x, y2 + 7 * along_y),
        (x2 - 5 * along_x - 6 * along_y, y2 - 5 * along_y + 6 * along_x),
        (x2 - 5 * along_x + 6 * along_y, y2 - 5 * along_y - 6 * along_x),
    ]
    return Arrow(path, " ".join(f"{x:.1f},{y:.1f}" for x, y in points))


def _outside(turn: float, direction: int) -> float:
    """The first point of the ellipse, going in ``direction``, that lies outside of the station's box."""
    x, y = _at(turn)
    step = 0.002 * direction
    while True:
        turn += step
        there_x, there_y = _at(turn)
        if abs(there_x - x) > BOX_WIDTH / 2 + 9 or abs(there_y - y) > BOX_HEIGHT / 2 + 9:
            return turn
