"""SUMO's own actuated logic, made from each signal's program: a green ends when its detectors see a gap.

Source: https://sumo.dlr.de/docs/Simulation/Traffic_Lights.html#type_actuated. Greens last 5 to 50 s (or as the program
says); a phase that takes green away without yellow gets one in front, and yellows last at least 3 s.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from smartcity.mobility.traffic.control.execution import MIN_GREEN, MIN_YELLOW
from smartcity.mobility.traffic.control.network import GREEN, YELLOW, Phase, Program, RoadNetwork

LONGEST_GREEN = 50.0
MAX_GAP = 2.5
DETECTOR_GAP = 2.0


def actuated_programs(network: RoadNetwork) -> str:
    """Definitions (XML) of one actuated program per signal, to be loaded after the network."""
    return "".join(_definition(signal, program) for signal, program in network.signals.items() if program.phases)


def _definition(signal: str, program: Program) -> str:
    lines = [f'<tlLogic id={quoteattr(signal)} type="actuated" programID="actuated" offset="0">']
    lines += [f'  <param key="max-gap" value="{MAX_GAP}"/>', f'  <param key="detector-gap" value="{DETECTOR_GAP}"/>']
    for phase in safe_phases(program):
        limits = f' minDur="{phase.min_duration:g}" maxDur="{phase.max_duration:g}"' if _is_green(phase) else ""
        lines.append(f'  <phase duration="{phase.duration:g}" state="{phase.state}"{limits}/>')
    return "\n".join([*lines, "</tlLogic>", ""])


def _is_green(phase: Phase) -> bool:
    return any(colour in GREEN for colour in phase.state) and not any(colour in YELLOW for colour in phase.state)


def safe_phases(program: Program) -> list[Phase]:
    """The program's phases with actuated limits, enough yellow, and none of it missing."""
    phases: list[Phase] = []
    for number, phase in enumerate(program.phases):
        following = program.phases[(number + 1) % len(program.phases)]
        if _is_green(phase):
            least = max(MIN_GREEN, phase.min_duration if phase.min_duration < phase.duration else MIN_GREEN)
            most = max(phase.max_duration if phase.max_duration > phase.duration else LONGEST_GREEN, least)
            phases.append(Phase(max(phase.duration, least), phase.state, least, most))
        else:
            duration = max(phase.duration, MIN_YELLOW)
            phases.append(Phase(duration, phase.state, duration, duration))
        between = _yellow_between(phase.state, following.state)
        if between:
            phases.append(Phase(MIN_YELLOW, between, MIN_YELLOW, MIN_YELLOW))
    return phases


def _yellow_between(before: str, after: str) -> str:
    """The state in which all that turns from green to red shows yellow; empty if nothing does."""
    ends = [old in GREEN and new not in GREEN | YELLOW for old, new in zip(before, after, strict=True)]
    if not any(ends):
        return ""
    return "".join("y" if end else old for end, old in zip(ends, before, strict=True))
