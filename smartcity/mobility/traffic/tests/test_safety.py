"""The execution layer keeps every rule whatever is asked for; the independent checker catches planted breaches."""

from __future__ import annotations

import random
from xml.sax.saxutils import quoteattr

import pytest

from smartcity.kernel.refusal import Refused
from smartcity.mobility.traffic.control.conflicts import signal_layout
from smartcity.mobility.traffic.control.execution import SignalHead, timing_of
from smartcity.mobility.traffic.control.generate import generate
from smartcity.mobility.traffic.control.network import RoadNetwork, read_network
from smartcity.mobility.traffic.control.safety import check_log


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> RoadNetwork:
    return read_network(generate("walking", tmp_path_factory.mktemp("net"), trips=10).net)


def write_log(path, signal, states):
    """SUMO's switch log: a line per change."""
    lines, before = [], ""
    for time, state in states:
        if state != before:
            lines.append(
                f'<tlsState time="{time:.2f}" id={quoteattr(signal)} programID="0" phase="0" state="{state}"/>'
            )
        before = state
    path.write_text(f"<tlsStates>{''.join(lines)}</tlsStates>")
    return path


def played(network, signal, seconds, seed):
    """What a head shows when somebody asks for anything at any time."""
    layout = signal_layout(network, signal)
    start = network.signals[signal].phases[0].state
    head = SignalHead(layout, timing_of(network, layout), start, 0.0)
    chance = random.Random(seed)
    states = [(0, start)]
    for now in range(seconds):
        if chance.random() < 0.3:
            head.ask(chance.getrandbits(layout.size))
        state = head.advance(now)
        if state is not None:
            states.append((now, state))
    return states


@pytest.mark.parametrize("seed", range(5))
def test_random_wishes_never_break_a_rule(network, tmp_path, seed):
    for signal in network.signals:
        states = played(network, signal, 600, seed)
        assert len(states) > 20
        log = write_log(tmp_path / f"{signal}.xml", signal, states)
        assert check_log(log, network, 0, 600) == []


def test_people_get_the_time_to_clear_a_crossing(network):
    layout = signal_layout(network, "B1")
    timing = timing_of(network, layout)
    for group, links in enumerate(layout.links):
        if links and links[0].crossing:
            assert timing.intergreen[group] >= network.lanes[links[0].target].length / 1.2


def _conflict(network):
    """A signal with two conflicting groups, and states in which only the first, the second or none is green."""
    signal = "B1"
    layout = signal_layout(network, signal)
    a = next(group for group in range(layout.size) if layout.conflicts[group])
    b = next(group for group in range(layout.size) if layout.conflicts[a] >> group & 1)

    def state(**colours):
        return "".join(
            colours.get("a", "r") if g == a else colours.get("b", "r") if g == b else "r" for g in range(layout.size)
        )

    return signal, state


GOOD = [(0, {}), (5, {"a": "G"}), (15, {"a": "y"}), (18, {"b": "G"}), (30, {"b": "y"}), (33, {}), (40, {"a": "G"})]
PLANTED = {
    "yellow missing": [(0, {}), (5, {"a": "G"}), (15, {}), (20, {"b": "G"})],
    "yellow too short": [(0, {}), (5, {"a": "G"}), (15, {"a": "y"}), (17, {}), (20, {"b": "G"})],
    "green too short": [(0, {}), (5, {"a": "g"}), (9, {"a": "y"}), (12, {}), (20, {"b": "G"})],
    "intergreen too short": [(0, {}), (5, {"a": "G"}), (15, {"a": "y"}), (17, {"a": "y", "b": "G"})],
    "conflicting greens": [(0, {}), (5, {"a": "G"}), (15, {"a": "G", "b": "G"})],
    "red too long": [(0, {}), (5, {"a": "G"}), (15, {"a": "y"}), (18, {}), (400, {"a": "G"})],
}


def test_a_good_log_has_no_violation(network, tmp_path):
    signal, state = _conflict(network)
    log = write_log(tmp_path / "log.xml", signal, [(time, state(**colours)) for time, colours in GOOD])
    assert check_log(log, network, 0, 50) == []


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_violation_is_caught(network, tmp_path, rule):
    signal, state = _conflict(network)
    log = write_log(tmp_path / "log.xml", signal, [(time, state(**colours)) for time, colours in PLANTED[rule]])
    found = check_log(log, network, 0, 500, longest_red=120 if rule == "red too long" else None)
    assert {violation.rule for violation in found} == {rule}
    assert all(violation.signal == signal and violation.time > 0 for violation in found)


def test_a_breach_outside_the_window_does_not_count(network, tmp_path):
    signal, state = _conflict(network)
    states = [(time, state(**colours)) for time, colours in PLANTED["yellow missing"]]
    assert check_log(write_log(tmp_path / "log.xml", signal, states), network, 16, 100) == []


def test_a_torn_log_is_refused(network, tmp_path):
    path = tmp_path / "log.xml"
    path.write_text("<tlsStates><tlsState time=")
    with pytest.raises(Refused, match="nicht lesbar"):
        check_log(path, network, 0, 10)
