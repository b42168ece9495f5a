"""Reading networks and conflicts."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartcity.kernel.refusal import Refused
from smartcity.mobility.traffic.control.conflicts import compatible_sets, signal_layout
from smartcity.mobility.traffic.control.generate import generate
from smartcity.mobility.traffic.control.network import RoadNetwork, read_network
from smartcity.mobility.traffic.control.stages import SHUT, StageTable


@pytest.fixture(scope="module")
def crossing(tmp_path_factory: pytest.TempPathFactory) -> RoadNetwork:
    return read_network(generate("crossing", tmp_path_factory.mktemp("net"), trips=10).net)


@pytest.fixture(scope="module")
def walking(tmp_path_factory: pytest.TempPathFactory) -> RoadNetwork:
    return read_network(generate("walking", tmp_path_factory.mktemp("net"), trips=10).net)


def test_conflicts_are_symmetric_and_never_within_a_phase_of_the_program(walking):
    for signal, program in walking.signals.items():
        layout = signal_layout(walking, signal)
        for group, foes in enumerate(layout.conflicts):
            assert not foes >> group & 1
            assert all(layout.conflicts[foe] >> group & 1 for foe in range(layout.size) if foes >> foe & 1)
        for phase in program.phases:
            green = [group for group, colour in enumerate(phase.state) if colour in "Gg"]
            assert not any(layout.conflicts[a] >> b & 1 for a in green for b in green)


def test_crossing_streams_conflict(crossing):
    layout = signal_layout(crossing, "A0")
    assert any(layout.conflicts)
    through = {group: links[0] for group, links in enumerate(layout.links) if links and links[0].direction == "s"}
    north, east = next(iter(through.items())), None
    for group, link in through.items():
        if link.source.split("_")[0] != north[1].source.split("_")[0] and layout.conflicts[north[0]] >> group & 1:
            east = group
    assert east is not None


def test_cars_that_turn_yield_to_people_on_the_crossing(walking):
    layout = signal_layout(walking, "B1")
    on_foot = sum(1 << group for group, links in enumerate(layout.links) if links and links[0].crossing)
    assert on_foot
    assert any(layout.yields[group] & on_foot for group in range(layout.size) if not on_foot >> group & 1)


def test_largest_sets_are_compatible_and_cannot_grow(crossing):
    layout = signal_layout(crossing, "A0")
    sets = compatible_sets(layout, layout.used)
    assert len(sets) == len(set(sets)) > 1
    for mask in sets:
        members = [group for group in range(layout.size) if mask >> group & 1]
        assert not any(layout.conflicts[a] >> b & 1 for a in members for b in members)
        others = [group for group in range(layout.size) if layout.used >> group & 1 and not mask >> group & 1]
        assert all(layout.conflicts[group] & mask for group in others)


def test_every_lane_is_fully_opened_by_some_stage(walking):
    for signal in walking.signals:
        table = StageTable(walking, signal_layout(walking, signal))
        assert (table.opened.max(axis=0) == 1.0).all()
        assert all(any(table.service(line, mask) != SHUT for mask in table.masks) for line in range(len(table.lines)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<net><edge id='a'><lane", "kein gültiges SUMO-Netz"),
        ("<net/>", "kein Straßennetz"),
        ("", "kein gültiges SUMO-Netz"),
        ("<net><edge id='a'><lane id='a_0' length='x' speed='1'/></edge></net>", "kein gültiges SUMO-Netz"),
    ],
)
def test_a_broken_network_is_refused_with_its_name(tmp_path, text, said):
    path = tmp_path / "broken.net.xml"
    path.write_text(text)
    with pytest.raises(Refused, match=said) as refused:
        read_network(path)
    assert "broken.net.xml" in str(refused.value)


def test_a_missing_network_is_refused():
    with pytest.raises(Refused, match="nicht lesbar"):
        read_network(Path("no/such.net.xml"))
