"""`smartcity traffic …`: measuring signal controllers."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from smartcity.kernel.refusal import Refused
from smartcity.mobility.traffic.control.osm import import_osm
from smartcity.mobility.traffic.evaluate import evaluate

NEEDS_DATABASE = False


@click.group("traffic")
def group() -> None:
    """Traffic signals: measure controllers."""


def _paths(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[Path, ...]:
    return tuple(Path(part) for part in value.split(",") if part)


def _seeds(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[int, ...]:
    try:
        return tuple(sorted({int(part) for part in value.split(",") if part.strip()}))
    except ValueError:
        raise click.BadParameter(f"{value!r}: whole numbers, separated by commas, are needed") from None


@group.command("evaluate")
@click.option("--net", type=click.Path(path_type=Path), required=True, help="SUMO network (.net.xml).")
@click.option("--routes", callback=_paths, required=True, help="Route files, separated by commas.")
@click.option("--begin", type=int, required=True, help="First second of the window.")
@click.option("--end", type=int, required=True, help="Second at which the window ends.")
@click.option("--controller", required=True, help="static, actuated, max-pressure, greedy, adaptive or module:factory.")
@click.option("--seeds", callback=_seeds, default="1,2,3", show_default=True, help="Seeds, separated by commas.")
@click.option("--json", "out", required=True, help="Where the result goes; - for standard output.")
@click.option("--log-dir", type=click.Path(path_type=Path), help="Keep trip and signal logs here.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Seeds simulated at a time.")
def run_evaluate(
    *, net: Path, routes: tuple[Path, ...], begin: int, end: int, controller: str, seeds: tuple[int, ...], out: str,
    log_dir: Path | None, workers: int,
) -> None:  # fmt: skip
    """Simulate a scenario with a controller, once per seed, and write delay, emissions and noise as JSON."""
    click.echo(f"{controller}: {len(seeds)} runs of {net.name}", err=True)
    try:
        result = evaluate(
            net, routes, begin=begin, end=end, controller=controller, seeds=seeds, log_dir=log_dir, workers=workers
        )  # fmt: skip
    except Refused as refused:
        for refusal in refused.refusals:
            click.echo(str(refusal).replace("\n", " "), err=True)
        sys.exit(1)
    text = json.dumps(result, ensure_ascii=False, indent=2)
    if out == "-":
        click.echo(text)
    else:
        Path(out).write_text(text + "\n", encoding="utf-8")


@group.command("import-osm")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--net", type=click.Path(path_type=Path), help="Where the network goes; beside FILE if not said.")
def run_import_osm(file: Path, net: Path | None) -> None:
    """Make a SUMO network (.net.xml) with its signals from a file of OpenStreetMap."""
    target = net or file.with_name(f"{file.name.removesuffix('.gz').removesuffix('.osm')}.net.xml")
    click.echo(f"import-osm: {file.name}", err=True)
    try:
        network = import_osm(file, target)
    except Refused as refused:
        for refusal in refused.refusals:
            click.echo(str(refusal).replace("\n", " "), err=True)
        sys.exit(1)
    click.echo(f"{target}: {len(network.signals)} signals, {len(network.lanes)} lanes")
