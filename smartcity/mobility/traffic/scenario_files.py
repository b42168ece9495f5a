"""Scenario files between the database and the folder that a simulation reads them from."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.mobility.traffic.control.network import read_network
from smartcity.mobility.traffic.control.simulation import Scenario as Simulated
from smartcity.mobility.traffic.control.simulation import layouts_of
from smartcity.mobility.traffic.models import Scenario, ScenarioFile
from smartcity.mobility.traffic.uploads import Sound

MOST_SIGNALS = 300


def count_signals(network: Sound) -> int:
    """How many signals control something. Raises Refused for a network without any, or with too many."""
    with TemporaryDirectory(prefix="traffic-") as temporary:
        path = Path(temporary) / network.name
        path.write_bytes(network.content)
        try:
            count = len(layouts_of(read_network(path)))
        except Refused as refused:
            raise named(refused, Path(temporary)) from None
        except (IndexError, ValueError) as error:  # references inside the file that lead nowhere
            rule = "Die Netzdatei widerspricht sich."
            raise Refused([Refusal(network.name, rule, str(error)[:80], "Netz mit netconvert neu erzeugen.")]) from None
    if not count:
        rule, hint = "Das Netz hat keine Lichtsignalanlage.", "Erwartet wird mindestens ein tlLogic mit Verbindungen."
        raise Refused([Refusal(network.name, rule, "", hint)])
    if count > MOST_SIGNALS:
        rule, hint = "Das Netz hat zu viele Lichtsignalanlagen.", f"Höchstens {MOST_SIGNALS}."
        raise Refused([Refusal(network.name, rule, str(count), hint)])
    return count


def keep(scenario: Scenario, network: Sound, demand: Sequence[Sound]) -> None:
    """Store the files with their checksums."""
    kinds = [(ScenarioFile.Kind.NETWORK, network), *((ScenarioFile.Kind.DEMAND, sound) for sound in demand)]
    ScenarioFile.objects.bulk_create(
        ScenarioFile(
            scenario=scenario,
            kind=kind,
            name=sound.name,
            content=gzip.compress(sound.content, mtime=0),
            size=len(sound.content),
            sha256=hashlib.sha256(sound.content).hexdigest(),
        )
        for kind, sound in kinds
    )


@contextmanager
def unpacked(scenario: Scenario) -> Iterator[Simulated]:
    """The scenario in a folder of its own, which goes with the block. Refusals inside lose the folder's path."""
    with TemporaryDirectory(prefix="traffic-") as temporary:
        folder = Path(temporary)
        found: dict[str, list[Path]] = {kind: [] for kind in ScenarioFile.Kind.values}
        for file in scenario.files.all():
            path = folder / file.name
            path.write_bytes(gzip.decompress(file.content))
            found[file.kind].append(path)
        net, routes = found[ScenarioFile.Kind.NETWORK][0], tuple(found[ScenarioFile.Kind.DEMAND])
        try:
            yield Simulated(net, routes, scenario.begin, scenario.end)
        except Refused as refused:
            raise named(refused, folder) from None


def named(refused: Refused, folder: Path) -> Refused:
    """The same refusals with file names in place of paths below the folder."""
    prefixes = (f"{folder.resolve()}/", f"{folder}/")

    def short(text: str) -> str:
        for prefix in prefixes:
            text = text.replace(prefix, "")
        return text

    return Refused(Refusal(short(r.place), r.rule, short(r.value), r.hint) for r in refused.refusals)
