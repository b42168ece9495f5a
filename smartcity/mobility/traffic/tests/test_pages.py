"""The engineer's way from upload to publication, and the public pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from smartcity.kernel.accounts.tests.factories import person
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.mobility.traffic import services
from smartcity.mobility.traffic.models import Experiment, Scenario
from smartcity.mobility.traffic.roles import ENGINEER
from smartcity.mobility.traffic.tests.factories import ACTOR, SECONDS, crossing, experiment, figures, finished, scenario

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def engineer(client: Client) -> Client:
    client.force_login(person(ENGINEER))
    return client


def entered(**changes: Any) -> dict[str, Any]:
    network, demand = crossing()
    return {
        "title": "Ruhrort",
        "begin": "0",
        "end": str(SECONDS),
        "network": SimpleUploadedFile(network.name, network.sent),
        "demand": SimpleUploadedFile(demand.name, demand.sent),
        **changes,
    }


def test_from_upload_to_the_public_page(engineer):
    stored = engineer.post(reverse("traffic:upload"), entered(), follow=True)
    assert "Ruhrort" in stored.content.decode()
    found = Scenario.objects.get()
    page = engineer.post(
        reverse("traffic:scenario", args=[found.uuid]), {"controllers": ["adaptive"], "seeds": "1"}, follow=True
    )
    assert "0 von 2 Läufen beendet" in page.content.decode()
    assert 'hx-trigger="every 5s"' in page.content.decode()
    made = Experiment.objects.get()
    for run, delay in zip(made.runs.all(), (40.0, 20.0), strict=True):
        services.note_figures(actor=ACTOR, run=run, figures=figures(delay_s=delay))
    page = engineer.get(reverse("traffic:experiment", args=[made.uuid])).content.decode()
    assert "-50 %" in page
    assert "hx-trigger" not in page
    engineer.post(reverse("traffic:publish", args=[made.uuid]))
    public = Client().get(made.get_absolute_url())
    assert "„vorausschauend“ verliert 50 % weniger Zeit" in public.content.decode()
    for address in (reverse("traffic:overview"), f"{reverse('traffic:overview')}?format=csv"):
        assert "Ruhrort" in Client().get(address).content.decode()
    engineer.post(reverse("traffic:publish", args=[made.uuid]), {"zurueck": "1"})
    assert Client().get(made.get_absolute_url()).status_code == 404


def test_a_refused_file_is_named_with_its_line_and_nothing_is_kept(engineer):
    wrong = SimpleUploadedFile("fahrten.rou.xml", b'<routes>\n<trip id="t" depart="1" from="q" to="q"/></routes>')
    page = engineer.post(reverse("traffic:upload"), entered(demand=wrong))
    assert page.status_code == 422
    assert "fahrten.rou.xml, Zeile 2, Kante q: Diese Kante gibt es im Netz nicht." in page.content.decode()
    assert not Scenario.objects.exists()


@pytest.mark.parametrize("seeds", ["eins", "-1", "1.5", "0", "1,2,3,4,5,6", "9" * 30])
def test_impossible_seeds_are_said_at_their_field(engineer, seeds):
    address = reverse("traffic:scenario", args=[scenario().uuid])
    page = engineer.post(address, {"controllers": ["adaptive"], "seeds": seeds})
    assert page.status_code == 422
    assert not Experiment.objects.exists()


def test_a_failed_run_shows_place_and_rule(engineer):
    made = experiment()
    wrong = Refused([Refusal("fahrten.rou.xml", "SUMO weist Netz oder Fahrten zurück.", "<b>edge</b>")])
    services.note_failure(actor=ACTOR, run=made.runs.first(), refused=wrong)
    page = engineer.get(reverse("traffic:experiment", args=[made.uuid])).content.decode()
    assert "fahrten.rou.xml: SUMO weist Netz oder Fahrten zurück. &lt;b&gt;" in page


def test_downloads_hold_every_finished_run(client):
    made = finished()
    rows = client.get(reverse("traffic:results-csv")).content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("experiment;scenario;controller;seed;delay_s")
    assert len(rows) == 3
    document = client.get(reverse("traffic:result-json", args=[made.uuid])).json()["experiments"][0]
    assert [run["delay_s"] for run in document["runs"]] == [40.0, 20.0]
    assert len(document["scenario"]["files"][0]["sha256"]) == 64


def test_nothing_unpublished_is_public(client):
    made = finished(published=False)
    for name in ("result", "result-csv", "result-json"):
        assert client.get(reverse(f"traffic:{name}", args=[made.uuid])).status_code == 404
    assert client.get(reverse("traffic:results-json")).json() == {"experiments": []}
    assert "Noch kein Vergleich veröffentlicht" in client.get(reverse("traffic:overview")).content.decode()


def test_the_desk_needs_as_many_queries_for_many_experiments_as_for_one(engineer, django_assert_max_num_queries):
    for _number in range(4):
        finished()
    with django_assert_max_num_queries(14):
        engineer.get(reverse("traffic:desk"))


def test_the_public_page_speaks_english(client):
    finished()
    page = client.get(reverse("traffic:overview"), headers={"Accept-Language": "en"}).content.decode()
    assert "Signal control" in page
    assert "loses 50% less time" in page
