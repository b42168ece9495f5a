"""The city's file of offices and services: taken whole, or refused with place and rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartcity.config.env import environment
from smartcity.egovernment.appointments import city_data
from smartcity.egovernment.appointments.models import AppointmentOffice, Service
from smartcity.egovernment.appointments.offices_file import FILE
from smartcity.egovernment.appointments.tests.factories import ACTOR, office
from smartcity.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


def written(folder: Path, old: str, new: str) -> Path:
    text = (Path(environment().SMARTCITY_CITY) / FILE).read_text()
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1))
    return folder


@pytest.mark.usefixtures("city")
def test_seven_stations_and_the_road_traffic_office_are_open_with_their_own_times_and_loading_again_changes_nothing():
    assert AppointmentOffice.objects.count() == 8
    assert Service.objects.count() == 11
    before = list(office("strassenverkehrsamt").resource.weekly.values_list("pk", flat=True))
    assert len(before) == 5
    line = city_data.load(actor=ACTOR, directory=Path(environment().SMARTCITY_CITY))
    assert line == "8 Terminstellen, 11 Leistungen"
    assert list(office("strassenverkehrsamt").resource.weekly.values_list("pk", flat=True)) == before


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("counters = 4", "counters = 0", "offices.0.counters"),
        ("counters = 4", "schalter = 4", "offices.0"),
        ('office = "buergerservice-walsum"', 'office = "mondamt"', "offices"),
        ('key = "reisepass"', 'key = "personalausweis"', FILE),
        ("minutes = 15", "minutes = 7", "minutes"),
        ("[[offices]]", "[[offices", FILE),
    ],
)
def test_a_fault_is_named_and_nothing_is_taken(tmp_path, old, new, place):
    with pytest.raises(Refused) as refused:
        city_data.load(actor=ACTOR, directory=written(tmp_path, old, new))
    assert any(place in refusal.place for refusal in refused.value.refusals)


def test_a_folder_without_the_file_is_left_alone(tmp_path):
    assert city_data.load(actor=ACTOR, directory=tmp_path) == "keine Termine in diesem Ordner"
