from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from smartcity.kernel.city import city_data
from smartcity.kernel.city.commands import group
from smartcity.kernel.city.models import District
from smartcity.kernel.city.tests.conftest import ACTOR, INVENTED
from smartcity.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


def write(folder: Path, ring: list[list[float]]) -> Path:
    path = folder / "11_oberdorf.geojson"
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    return path


RING = [[11.45, 48.5], [11.55, 48.5], [11.55, 48.55], [11.45, 48.55], [11.45, 48.5]]


def test_boundaries_are_imported_and_counted(invented_city: Path, tmp_path: Path) -> None:
    words = ["import-boundaries", str(write(tmp_path, RING)), "--licence", "odbl-1.0", "--attribution", "© OSM"]
    result = CliRunner().invoke(group, words)
    assert result.exit_code == 0, result.output
    assert "Grenzen: 0 neu, 3 geändert, 0 entfernt, 1 unverändert" in result.output
    assert District.objects.get(number="11").attribution == "© OSM"


def test_a_broken_ring_is_refused_with_its_place(invented_city: Path, tmp_path: Path) -> None:
    words = ["import-boundaries", str(write(tmp_path, RING[:3])), "--licence", "odbl-1.0", "--attribution", "© OSM"]
    result = CliRunner().invoke(group, words)
    assert isinstance(result.exception, Refused)
    assert "11_oberdorf.geojson geometry.coordinates[0]: Ein Ring braucht mindestens vier" in str(result.exception)


def test_licence_and_attribution_are_demanded(tmp_path: Path) -> None:
    result = CliRunner().invoke(group, ["import-boundaries", str(write(tmp_path, RING))])
    assert result.exit_code == 2
    assert "--licence" in result.output


def test_the_folder_loader_reports_in_one_line(db: None) -> None:
    line = str(city_data.load(actor=ACTOR, directory=INVENTED))
    assert "Bezirke: 3 neu" in line
    assert "\n" not in line
