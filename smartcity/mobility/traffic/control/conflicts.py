"""Which signal groups of a junction may be green together, and who waits for whom when they are.

Two groups conflict if the network's junction calls any of their links foes and no phase of the network's own program
shows both green (permitted turns are green together with the stream they yield to).
"""

from __future__ import annotations

from dataclasses import dataclass

from smartcity.mobility.traffic.control.network import GREEN, Link, RoadNetwork


@dataclass(frozen=True, slots=True)
class SignalLayout:
    """One signal. `conflicts`, `yields`: per group a bit mask of the groups that it excludes and waits for.

    `cautious`: groups that must always yield, because a stream without a signal has the right of way.
    `links`: per group the links that it controls; `used`: mask of the groups that control anything.
    """

    id: str
    size: int
    links: tuple[tuple[Link, ...], ...]
    conflicts: tuple[int, ...]
    yields: tuple[int, ...]
    cautious: int
    used: int

    def state(self, green: int) -> str:
        """SUMO's state string with the groups in the mask green ("G", or "g" where they yield), all others red."""
        return "".join(self.colour(group, green) for group in range(self.size))

    def colour(self, group: int, green: int) -> str:
        """One group's character: "r", "G", or "g" if it yields to a group that is green, too."""
        if not green >> group & 1:
            return "r"
        return "g" if self.yields[group] & green or self.cautious >> group & 1 else "G"


def signal_layout(network: RoadNetwork, signal: str) -> SignalLayout:
    """The conflicts of one signal, read from the junctions that it controls and its own program."""
    program = network.signals[signal]
    links = network.links_of(signal)
    size = max([len(phase.state) for phase in program.phases] + [link.group + 1 for link in links], default=0)
    grouped: list[list[Link]] = [[] for _ in range(size)]
    for link in links:
        grouped[link.group].append(link)
    together = _green_together(network, signal, size)
    rows = {(link.junction, link.request): link.group for link in links if link.request >= 0}
    conflicts, yields, cautious = [0] * size, [0] * size, 0
    for link in links:
        if link.request < 0:
            continue
        right = network.rights[link.junction]
        for other in range(len(right.foes)):
            foe = rows.get((link.junction, other))
            if right.yields[link.request] >> other & 1:
                if foe is None:
                    cautious |= 1 << link.group
                elif foe != link.group:
                    yields[link.group] |= 1 << foe
            if right.foes[link.request] >> other & 1 and foe is not None and foe != link.group:
                conflicts[link.group] |= 1 << foe
                conflicts[foe] |= 1 << link.group
    conflicts = [mask & ~together[group] for group, mask in enumerate(conflicts)]
    used = sum(1 << group for group in range(size) if grouped[group])
    return SignalLayout(
        signal, size, tuple(map(tuple, grouped)), tuple(conflicts), tuple(yields), cautious, used
    )  # fmt: skip


def _green_together(network: RoadNetwork, signal: str, size: int) -> list[int]:
    together = [0] * size
    for phase in network.signals[signal].phases:
        green = sum(1 << group for group, colour in enumerate(phase.state) if colour in GREEN)
        for group in range(size):
            if green >> group & 1:
                together[group] |= green
    return together


def compatible_sets(layout: SignalLayout, groups: int, limit: int = 4000) -> list[int]:
    """All largest sets (masks) of groups within `groups` that may be green together (Bron–Kerbosch with pivot)."""
    allowed = [
        groups & ~layout.conflicts[group] & ~(1 << group) if groups >> group & 1 else 0 for group in range(layout.size)
    ]
    found: list[int] = []
    stack = [(0, groups, 0)]
    while stack and len(found) < limit:
        chosen, open_, closed = stack.pop()
        if not open_:
            if not closed:
                found.append(chosen)
            continue
        pivot = max(_members(open_ | closed), key=lambda group: (open_ & allowed[group]).bit_count())
        for group in _members(open_ & ~allowed[pivot]):
            stack.append((chosen | 1 << group, open_ & allowed[group], closed & allowed[group]))
            open_ &= ~(1 << group)
            closed |= 1 << group
    return found


def _members(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]
