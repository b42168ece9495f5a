"""The measuring command on generated and on recorded scenarios, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from smartcity.kernel.refusal import Refused
from smartcity.mobility.traffic.commands import group
from smartcity.mobility.traffic.control.generate import generate
from smartcity.mobility.traffic.control.network import read_network
from smartcity.mobility.traffic.control.safety import check_log
from smartcity.mobility.traffic.control.simulation import Scenario
from smartcity.mobility.traffic.evaluate import evaluate

KEYS = {
    "delay_s", "bus_delay_s", "pedestrian_delay_s", "travel_time_s", "waiting_s", "stops", "nox_g", "co2_g", "pm_g",
    "noise_db", "vehicles", "never_departed", "wall_s",
}  # fmt: skip


@pytest.fixture(scope="module")
def walking(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return generate("walking", tmp_path_factory.mktemp("net"), duration=600)


def judge(scenario: Scenario, controller: str, begin: int | None = None, end: int | None = None, log_dir=None):
    begin, end = scenario.begin if begin is None else begin, scenario.end if end is None else end
    return evaluate(
        scenario.net, scenario.routes, begin=begin, end=end, controller=controller, seeds=(1,), log_dir=log_dir
    )


class Raising:
    """A controller that fails after a while."""

    reasons: dict[str, str] = {}

    def decide(self, view, heads, now):
        if now > 20:
            raise ZeroDivisionError("nobody is there")


def raising(network, layouts):
    return Raising()


class Rude:
    """A controller that reaches around the execution layer and shows what it likes."""

    reasons: dict[str, str] = {}

    def decide(self, view, heads, now):
        for head in heads.values():
            if now % 20 == 10:
                head.timing = type(head.timing)((0.0,) * head.layout.size, (0.0,) * head.layout.size)
                head.ask(head.layout.used & ~head.green)


def rude(network, layouts):
    return Rude()


def test_adaptive_beats_the_fixed_program_for_everybody(walking, tmp_path):
    fixed = judge(walking, "static")["mean"]
    result = judge(walking, "adaptive", log_dir=tmp_path)
    assert set(result["seeds"]["1"]) >= KEYS
    assert result["scenario"] == "walking"
    assert result["mean"]["violations"] == 0
    assert result["mean"]["delay_s"] < 0.8 * fixed["delay_s"]
    assert result["mean"]["bus_delay_s"] < fixed["bus_delay_s"]
    assert result["mean"]["pedestrian_delay_s"] is not None
    assert result["mean"]["vehicles"] == fixed["vehicles"]
    assert (tmp_path / "tripinfo.1.xml").exists()
    assert check_log(tmp_path / "signals.1.xml", read_network(walking.net), walking.begin, walking.end) == []


def test_no_group_stays_red_for_long_even_if_nobody_comes(tmp_path):
    scenario = generate("crossing", tmp_path, trips=400, duration=900)
    judge(scenario, "adaptive", log_dir=tmp_path)
    log, network = tmp_path / "signals.1.xml", read_network(scenario.net)
    assert check_log(log, network, scenario.begin, scenario.end, longest_red=240) == []
    assert check_log(log, network, scenario.begin, scenario.end, longest_red=20) != []


def test_the_same_seed_gives_the_same_result(walking):
    first, second = (judge(walking, "adaptive", end=200)["mean"] for _ in range(2))
    assert {k: v for k, v in first.items() if k != "wall_s"} == {k: v for k, v in second.items() if k != "wall_s"}


@pytest.mark.parametrize("controller", ["actuated", "max-pressure", "greedy"])
def test_the_controllers_to_compare_with_are_safe_too(walking, controller):
    assert judge(walking, controller, end=200)["mean"]["violations"] == 0


def test_a_controller_that_raises_is_named(walking):
    with pytest.raises(Refused, match="ZeroDivisionError: nobody is there"):
        judge(walking, f"{__name__}:raising", end=100)


def test_a_run_with_unsafe_lights_fails(walking):
    with pytest.raises(Refused, match="Sicherheitsregel"):
        judge(walking, f"{__name__}:rude", end=100)


def test_an_unknown_controller_is_refused(walking):
    with pytest.raises(Refused, match="gibt es nicht"):
        judge(walking, "clever")


def test_a_window_without_vehicles_is_refused(walking):
    with pytest.raises(Refused, match="fährt niemand"):
        judge(walking, "static", begin=90000, end=90060)


def test_an_empty_window_is_refused(walking):
    with pytest.raises(Refused, match="leer"):
        judge(walking, "static", end=0)


def test_routes_of_another_network_are_refused_with_the_edge(walking, tmp_path):
    routes = tmp_path / "other.rou.xml"
    routes.write_text('<routes><trip id="a" depart="5" from="nowhere" to="elsewhere"/></routes>')
    with pytest.raises(Refused, match="nowhere"):
        judge(Scenario(walking.net, (routes,), 0, 60), "adaptive")


@pytest.mark.parametrize(("text", "said"), [("<routes><trip", "kein gültiges XML"), ("<routes/>", "keine Fahrten")])
def test_broken_or_empty_routes_are_refused(walking, tmp_path, text, said):
    routes = tmp_path / "broken.rou.xml"
    routes.write_text(text)
    with pytest.raises(Refused, match=said):
        judge(Scenario(walking.net, (routes,), 0, 60), "static")


def test_a_network_without_signals_is_refused(walking, tmp_path):
    net = tmp_path / "quiet.net.xml"
    lines = walking.net.read_text().splitlines()
    keep = [line for line in lines if not any(tag in line for tag in ("tlLogic", "<phase"))]
    net.write_text("\n".join(keep))
    with pytest.raises(Refused, match="keine Lichtsignalanlage"):
        judge(Scenario(net, walking.routes, 0, 60), "static")


def test_the_command_writes_json_and_says_one_line_when_it_refuses(walking, tmp_path):
    out = tmp_path / "out.json"
    base = ["evaluate", "--net", str(walking.net), "--controller", "static", "--seeds", "2", "--json", str(out)]
    good = CliRunner().invoke(group, [*base, "--routes", str(walking.routes[0]), "--begin", "0", "--end", "60"])
    assert good.exit_code == 0
    assert list(json.loads(out.read_text())["seeds"]) == ["2"]
    bad = CliRunner().invoke(group, [*base, "--routes", "no/such.xml", "--begin", "0", "--end", "60"])
    assert bad.exit_code == 1
    assert len(bad.stderr.strip().splitlines()) == 2  # what is running, why it was refused
    assert "no/such.xml" in bad.stderr


@pytest.mark.parametrize(
    ("name", "begin", "best_other"),
    [("cologne1", 25200, 17.5), ("cologne8", 25200, 21.3), ("ingolstadt1", 57600, 14.6)],
)
def test_adaptive_beats_the_best_published_controller(shared_data: Path, name, begin, best_other):
    folder = shared_data / "traffic" / name
    scenario = Scenario(folder / f"{name}.net.xml", (folder / f"{name}.rou.xml",), begin, begin + 3600)
    assert judge(scenario, "adaptive")["mean"]["delay_s"] <= 0.95 * best_other
