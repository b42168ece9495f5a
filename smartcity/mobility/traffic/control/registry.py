"""Controllers by name. A dotted path `package.module:factory` names one of your own (experiments, other cities')."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.mobility.traffic.control.actuated import actuated_programs
from smartcity.mobility.traffic.control.adaptive import AdaptiveController
from smartcity.mobility.traffic.control.conflicts import SignalLayout
from smartcity.mobility.traffic.control.network import RoadNetwork
from smartcity.mobility.traffic.control.pressure import PressureController
from smartcity.mobility.traffic.control.protocol import Controller

Factory = Callable[[RoadNetwork, Mapping[str, SignalLayout]], Controller]
NAMES = ("static", "actuated", "max-pressure", "greedy", "adaptive")


@dataclass(frozen=True, slots=True)
class Control:
    """How a run is controlled: by a controller, or by SUMO's programs (with `programs` as additional definitions)."""

    controller: Controller | None
    programs: str = ""


def control_by_name(name: str, network: RoadNetwork, layouts: Mapping[str, SignalLayout]) -> Control:
    """Build the controller. Raises Refused if there is none of that name."""
    if name == "static":
        return Control(None)
    if name == "actuated":
        return Control(None, actuated_programs(network))
    if name == "max-pressure":
        return Control(PressureController(network, layouts))
    if name == "greedy":
        return Control(PressureController(network, layouts, pressure=False))
    if name == "adaptive":
        return Control(AdaptiveController(network, layouts))
    return Control(_factory(name)(network, layouts))


def _factory(name: str) -> Factory:
    module, _colon, attribute = name.partition(":")
    try:
        factory: Factory = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError):
        hint = f"Möglich sind: {', '.join(NAMES)} oder paket.modul:funktion."
        raise Refused([Refusal("controller", "Diese Steuerung gibt es nicht.", name, hint)]) from None
    return factory
