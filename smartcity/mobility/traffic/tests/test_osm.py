"""Networks from OpenStreetMap: a crossing with a signal, and files that hold no streets."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from smartcity.mobility.traffic.commands import group
from smartcity.mobility.traffic.control.network import read_network
from smartcity.mobility.traffic.control.places import signal_places

NODES = ((1, 51.43, 6.76), (2, 51.43, 6.757), (3, 51.43, 6.763), (4, 51.428, 6.76), (5, 51.432, 6.76))
WAYS = ((10, 2, 3, "Querstraße"), (11, 4, 5, "Längsweg"))


def osm_text() -> str:
    nodes = [f'<node id="{key}" lat="{lat}" lon="{lon}">{SIGNAL if key == 1 else ""}</node>' for key, lat, lon in NODES]
    ways = [
        f'<way id="{key}"><nd ref="{start}"/><nd ref="1"/><nd ref="{end}"/><tag k="highway" v="secondary"/>'
        f'<tag k="name" v="{name}"/></way>'
        for key, start, end, name in WAYS
    ]
    return f'<osm version="0.6">{"".join(nodes)}{"".join(ways)}</osm>'


SIGNAL = '<tag k="highway" v="traffic_signals"/>'


def test_a_crossing_with_a_signal_comes_in_at_its_place_with_its_streets(tmp_path: Path):
    source = tmp_path / "cross.osm"
    source.write_text(osm_text(), encoding="utf-8")
    result = CliRunner().invoke(group, ["import-osm", str(source)])
    assert result.exit_code == 0, result.output
    net = tmp_path / "cross.net.xml"
    assert len(read_network(net).signals) == 1
    (place,) = signal_places(net).values()
    assert place.streets == ("Längsweg", "Querstraße")
    assert abs(place.longitude - 6.76) < 0.0005
    assert abs(place.latitude - 51.43) < 0.0005


def test_files_without_streets_are_refused_in_one_line(tmp_path: Path):
    for name, text in (("empty.osm", '<osm version="0.6"/>'), ("broken.osm", "<osm"), ("other.osm", "no map")):
        source = tmp_path / name
        source.write_text(text)
        result = CliRunner().invoke(group, ["import-osm", str(source)])
        assert result.exit_code == 1, (name, result.output)
        said = result.output.strip().splitlines()
        assert len(said) == 2
        assert name in said[1]


def test_a_missing_file_is_refused(tmp_path: Path):
    result = CliRunner().invoke(group, ["import-osm", str(tmp_path / "none.osm")])
    assert result.exit_code == 1
