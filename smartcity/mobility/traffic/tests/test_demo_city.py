"""The demonstration network: what it holds, where it lies, and that the same call makes the same files."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from smartcity.kernel.refusal import Refused
from smartcity.mobility.traffic.control.demo_city import EAST_WEST, NORTH_SOUTH, make_demo_city
from smartcity.mobility.traffic.control.network import read_network
from smartcity.mobility.traffic.control.places import signal_places
from smartcity.mobility.traffic.control.simulation import Scenario
from smartcity.mobility.traffic.evaluate import evaluate


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return make_demo_city(tmp_path_factory.mktemp("demo"), trips=300, people=60)


def test_every_crossing_of_two_named_streets_has_a_signal_there(city: Scenario):
    places = signal_places(city.net)
    assert len(read_network(city.net).signals) == len(places) == len(EAST_WEST) * len(NORTH_SOUTH) == 30
    assert {place.streets for place in places.values()} == {
        tuple(sorted((across, along))) for across in EAST_WEST for along in NORTH_SOUTH
    }


def test_the_network_lies_within_the_city_by_degrees(city: Scenario):
    for place in signal_places(city.net).values():
        assert 6.70 < place.longitude < 6.80
        assert 51.42 < place.latitude < 51.47


def test_cars_trucks_buses_trams_bicycles_and_people_on_foot_are_on_their_way(city: Scenario):
    root = etree.parse(str(city.routes[0])).getroot()
    assert {trip.get("type") for trip in root.iter("trip")} == {"car", "truck", "bus", "tram", "bike"}
    assert len(root.findall("person")) == 60
    trucks = [trip for trip in root.iter("trip") if trip.get("type") == "truck"]
    assert all(trip.get("from") == "s0-k00" or trip.get("to") == "k00-s0" for trip in trucks)


def test_the_same_call_makes_the_same_demand(city: Scenario, tmp_path: Path):
    again = make_demo_city(tmp_path, trips=300, people=60)
    assert again.routes[0].read_bytes() == city.routes[0].read_bytes()


def test_everybody_can_travel_and_the_adaptive_control_keeps_the_rules(city: Scenario):
    result = evaluate(
        city.net, city.routes, begin=city.begin, end=city.begin + 600, controller="adaptive", seeds=(1,)
    )["mean"]  # fmt: skip
    assert result["violations"] == 0
    assert result["bus_delay_s"] is not None
    assert result["pedestrian_delay_s"] is not None


def test_a_network_that_does_not_say_where_it_lies_is_refused(tmp_path: Path):
    net = tmp_path / "lost.net.xml"
    net.write_text("<net></net>")
    with pytest.raises(Refused) as refused:
        signal_places(net)
    assert refused.value.refusals[0].place == "lost.net.xml"
