"""The catalogue is found by words, other words, typos, life situation."""

from __future__ import annotations

import pytest
from django.test import Client

from smartcity.egovernment.serviceportal import catalogue
from smartcity.kernel.cases.storing import declared_procedures
from smartcity.kernel.city.selectors import office

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("schlagloch", "schaden-melden"),
        ("Schlaglöcher melden", "schaden-melden"),
        ("hundesteur", "hundesteuer"),
        ("Gewerbeschein", "gewerbeanmeldung"),
        ("anwohnerparken", "bewohnerparken"),
        ("parking permit", "bewohnerparken"),
    ],
)
def test_a_service_is_found_by_other_words_and_with_typos(words: str, key: str) -> None:
    assert [item.key for item in catalogue.find(words)][:1] == [key]


def test_what_does_not_exist_is_not_found() -> None:
    assert catalogue.find("Raketenstartplatz") == []


def test_every_service_names_an_office_and_a_procedure_that_exist(city: None) -> None:
    for item in catalogue.services():
        assert office(item.office) is not None
        assert item.procedure in declared_procedures()
        assert item.title.en
        assert item.description.en


def test_every_procedure_belongs_to_a_service() -> None:
    assert {item.procedure for item in catalogue.services()} == set(declared_procedures())


def test_the_pages_list_and_describe(client: Client, city: None) -> None:
    assert "Hundesteuer" in client.get("/leistungen?q=hund").content.decode()
    assert "Hundesteuer" not in client.get("/leistungen?firmen=1").content.decode()
    page = client.get("/leistungen/gewerbeanmeldung").content.decode()
    assert "§ 14 Gewerbeordnung" in page
    assert "Bürger- und Ordnungsamt" in page
    assert client.get("/leistungen/gibt-es-nicht").status_code == 404
