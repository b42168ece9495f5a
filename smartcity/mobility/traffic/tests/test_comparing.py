"""Means, differences from the fixed program, rows for downloads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from smartcity.mobility.traffic.comparing import download_rows, lines
from smartcity.mobility.traffic.tests.factories import figures


@dataclass
class Outcome:
    controller: str
    seed: int
    figures: dict[str, Any] | None


RUNS = [
    Outcome("static", 1, figures(delay_s=40.0)),
    Outcome("static", 2, figures(delay_s=60.0)),
    Outcome("adaptive", 1, figures(delay_s=25.0, nox_g=101.5)),
    Outcome("adaptive", 2, None),
]


def table():
    return {line.measure.key: line.cells for line in lines(RUNS, ["static", "adaptive"])}


def test_means_are_compared_with_the_fixed_program():
    fixed, ours = table()["delay_s"]
    assert (fixed.value, fixed.percent) == (50.0, None)
    assert (ours.value, ours.percent, ours.better, ours.worse) == (25.0, -50.0, True, False)
    assert table()["nox_g"][1].worse


def test_counts_and_noise_are_shown_without_percent_and_carbon_dioxide_in_kilograms():
    assert table()["vehicles"][1].percent is None
    assert table()["noise_db"][1].percent is None
    assert table()["co2_g"][1].value == 200.0


def test_a_measure_that_nobody_has_is_left_out():
    assert "bus_delay_s" not in table()


def test_downloads_have_a_row_per_finished_run():
    assert [(row["controller"], row["seed"], row["delay_s"]) for row in download_rows(RUNS)] == [
        ("static", 1, 40.0),
        ("static", 2, 60.0),
        ("adaptive", 1, 25.0),
    ]
