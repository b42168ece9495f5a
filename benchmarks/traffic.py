"""All signal controllers side by side: public scenarios (skipped where they are absent) and generated ones.

Delay as ratios to the best other controller (bar: adaptive <= 0.95, and never a gridlock), NOx and bus delay as ratios,
wall time to the fixed program's (bar: 1.5), and a decision for 196 signals (bar: 200 ms).
`python benchmarks/traffic.py [scenario ...]` runs a part of it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.running.platform import report
from smartcity.mobility.traffic.control.adaptive import AdaptiveController
from smartcity.mobility.traffic.control.execution import SignalHead, timing_of
from smartcity.mobility.traffic.control.generate import RECIPES, generate
from smartcity.mobility.traffic.control.network import read_network
from smartcity.mobility.traffic.control.protocol import Sighting
from smartcity.mobility.traffic.control.simulation import Scenario, layouts_of
from smartcity.mobility.traffic.evaluate import evaluate

PUBLIC = Path(__file__).resolve().parents[2] / "shared" / "data" / "traffic"
# Begin of the hour that the demand was made for, and the best figure published (see docs/systems/traffic.md).
WINDOWS = {"cologne1": (25200, 17.5), "cologne8": (25200, 21.3), "ingolstadt1": (57600, 14.6)}
OTHERS = ("static", "actuated", "max-pressure", "greedy")
SEEDS = (1, 2, 3)
BAR, WALL_BAR, DECISION_BAR_MS = 0.95, 1.5, 200.0


def scenarios(wanted: list[str], folder: Path) -> dict[str, Scenario]:
    """Public ones that are there, and all generated ones but the largest."""
    found = {}
    for name, (begin, _best) in WINDOWS.items():
        net = PUBLIC / name / f"{name}.net.xml"
        if net.exists():
            found[name] = Scenario(net, (PUBLIC / name / f"{name}.rou.xml",), begin, begin + 3600)
        else:
            print(f"{name}: not here, skipped")
    for name in RECIPES:
        if name != "city" and (not wanted or name in wanted):
            found[name] = generate(name, folder)
    return {name: scenario for name, scenario in found.items() if not wanted or name in wanted}


def measure(name: str, scenario: Scenario) -> dict[str, Any]:
    """Means over the seeds per controller, and the ratios that the bars speak of."""
    means = {}
    for controller in (*OTHERS, "adaptive"):
        result = evaluate(
            scenario.net, scenario.routes, begin=scenario.begin, end=scenario.end, controller=controller, seeds=SEEDS
        )  # fmt: skip
        means[controller] = result["mean"]
    ours, others = means["adaptive"], [means[other] for other in OTHERS]
    best = min([other["delay_s"] for other in others] + ([WINDOWS[name][1]] if name in WINDOWS else []))
    ratios = {
        "delay": ours["delay_s"] / best,
        "nox": ours["nox_g"] / min(other["nox_g"] for other in others),
        "wall": ours["wall_s"] / means["static"]["wall_s"],
    }
    if ours["bus_delay_s"] is not None:
        ratios["bus"] = ours["bus_delay_s"] / means["actuated"]["bus_delay_s"]
    return {"means": means, "ratios": {key: round(value, 3) for key, value in ratios.items()}}


class FullStreets:
    """A view with three vehicles on every lane: the most that a decision has to think about."""

    def __init__(self, lanes: list[str]) -> None:
        self._lanes = {
            lane: [Sighting(60.0 - 8.0 * place, 2.0 * place, f"{lane}/{place}") for place in range(3)] for lane in lanes
        }

    def by_lane(self) -> dict[str, list[Sighting]]:
        """The same vehicles for ever."""
        return self._lanes

    def halting(self, _lane: str) -> int:
        """Nobody."""
        return 0

    def blinker(self, track: str) -> int:
        """Each of the three goes elsewhere."""
        return int(track[-1])

    def kind(self, _track: str) -> str:
        """Cars only."""
        return "passenger"

    def people(self, _crossing: str) -> int:
        """Nobody."""
        return 0


def decision(folder: Path) -> dict[str, float]:
    """Longest and mean time of one decision for all signals of a city, every lane occupied."""
    network = read_network(generate("city", folder, trips=10).net)
    layouts = layouts_of(network)
    heads = {
        signal: SignalHead(layout, timing_of(network, layout), network.signals[signal].phases[0].state, 0.0)
        for signal, layout in layouts.items()
    }
    controller, view, times = AdaptiveController(network, layouts), FullStreets(list(network.lanes)), []
    for now in range(0, 120, controller.interval):
        began = time.perf_counter()
        controller.decide(view, heads, now)
        for head in heads.values():
            for moment in range(now, now + controller.interval):
                head.advance(moment)
        times.append((time.perf_counter() - began) * 1000)
    return {"signals": len(heads), "longest_ms": round(max(times), 1), "mean_ms": round(sum(times) / len(times), 1)}


def table(found: dict[str, Any]) -> None:
    """One line per scenario: mean delay per controller in seconds, then the ratios."""
    print(f"{'scenario':14}" + "".join(f"{name:>14}" for name in (*OTHERS, "adaptive")) + "   ratios")
    for name, figures in found.items():
        delays = "".join(f"{figures['means'][other]['delay_s']:14.1f}" for other in (*OTHERS, "adaptive"))
        print(f"{name:14}{delays}   " + " ".join(f"{key} {value:.2f}" for key, value in figures["ratios"].items()))


def main(wanted: list[str]) -> dict[str, Any]:
    """Every scenario with every controller."""
    with tempfile.TemporaryDirectory() as folder:
        found = {name: measure(name, scenario) for name, scenario in scenarios(wanted, Path(folder)).items()}
        table(found)
        return {"scenarios": found, "decision": decision(Path(folder))}


def missed(figures: dict[str, Any]) -> list[str]:
    """Bars that were not reached."""
    names = []
    for name, found in figures["scenarios"].items():
        ratios = found["ratios"]
        names += [f"{name} delay"] if ratios["delay"] > BAR else []
        names += [f"{name} nox"] if ratios["nox"] > 1.0 else []
        names += [f"{name} bus"] if ratios.get("bus", 0.0) > 1.0 else []
        names += [f"{name} wall"] if ratios["wall"] > WALL_BAR else []
    return names + (["decision"] if figures["decision"]["longest_ms"] > DECISION_BAR_MS else [])


if __name__ == "__main__":
    results = main(sys.argv[1:])
    report("traffic", results)
    late = missed(results)
    sys.exit(f"over the bar: {', '.join(late)}" if late else 0)
