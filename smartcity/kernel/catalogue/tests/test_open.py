"""The catalogue for programs: DCAT-AP.de against its shapes, CKAN's API by its own client."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
import rdflib
from django.test import Client

from smartcity.kernel.catalogue.dcat import HYDRA
from smartcity.kernel.catalogue.models import Entry, Version
from smartcity.kernel.catalogue.registry import all_datasets
from smartcity.kernel.catalogue.services import synchronise
from smartcity.kernel.service import SystemActor

pytestmark = pytest.mark.django_db
ACTOR = SystemActor("test")
# offline the imported vocabularies are missing: their members cannot be told from strangers
OFFLINE = {rdflib.SH.HasValueConstraintComponent, rdflib.SH.NodeConstraintComponent, rdflib.SH.ClassConstraintComponent}


@pytest.fixture
def entries(city: None) -> None:
    synchronise(actor=ACTOR)


def get(client: Client, action: str, **given: Any) -> Any:
    response = client.get(f"/api/3/action/{action}", given)
    assert response.status_code == 200, response.content
    return response.json()["result"]


def test_a_second_run_changes_nothing_and_what_is_no_longer_declared_becomes_a_tombstone(client, entries, monkeypatch):
    done = synchronise(actor=ACTOR)
    assert (done.added, done.changed, done.withdrawn) == (0, 0, 0)
    monkeypatch.delitem(all_datasets(), "stadtbezirke")
    assert synchronise(actor=ACTOR).withdrawn == 1
    assert client.get("/dataset/stadtbezirke.ttl").status_code == 410
    assert "stadtbezirke" not in get(client, "package_list")


def test_a_changed_description_keeps_the_earlier_one(entries):
    entry = Entry.objects.get(slug="stadtbezirke")
    entry.facts["title"], entry.fingerprint = "Früher", ""
    entry.save(update_fields=["facts", "fingerprint"])
    assert synchronise(actor=ACTOR).changed == 1
    version = Version.objects.get(entry=entry)
    assert (version.changed, version.facts["title"]) == (["title"], "Früher")


@pytest.mark.parametrize(("syntax", "name"), [("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld")])
def test_the_catalogue_says_the_same_in_every_syntax(client, entries, syntax, name):
    graph = rdflib.Graph().parse(data=client.get(f"/catalog.{syntax}").content, format=name)
    assert len(set(graph.subjects(rdflib.RDF.type, rdflib.DCAT.Dataset))) == len(all_datasets())
    (total,) = graph.objects(None, HYDRA.totalItems)
    assert int(total) == len(all_datasets())
    assert client.get(f"/catalog.{syntax}?page=2").status_code == 404


def shapes(shared_data):
    graph, folder = rdflib.Graph(), shared_data / "opendata"
    graph.parse(folder / "dcat_ap_3.0.0_shacl/dcat-ap-SHACL.ttl")
    for path in (folder / "dcat_ap_de_v3_shapes").glob("*.ttl"):
        if "imports" not in path.name:
            graph.parse(path)
    return graph


def violations(data: rdflib.Graph, shapes: rdflib.Graph) -> list[tuple[str, ...]]:
    validate = pytest.importorskip("pyshacl").validate
    _conforms, report, _text = validate(data, shacl_graph=shapes, advanced=True)
    return [
        tuple(
            str(report.value(result, name)) for name in (rdflib.SH.resultPath, rdflib.SH.value, rdflib.SH.resultMessage)
        )
        for result in report.subjects(rdflib.SH.resultSeverity, rdflib.SH.Violation)
        if (report.value(result, rdflib.SH.resultPath) != rdflib.SKOS.inScheme)
        and report.value(result, rdflib.SH.sourceConstraintComponent) not in OFFLINE
    ]


def test_no_violation_of_the_profile_and_a_planted_one_is_found(client, entries, shared_data):
    known = shapes(shared_data)
    data = rdflib.Graph().parse(data=client.get("/catalog.ttl").content, format="turtle")
    assert violations(data, known) == []
    for address in list(data.objects(None, rdflib.DCAT.accessURL)):
        data.remove((None, rdflib.DCAT.accessURL, address))
    assert violations(data, known)


def test_search_filter_order_and_facets(client, entries):
    found = get(client, "package_search", q="Stadtbezirk", rows=5)
    assert "stadtbezirke" in [package["name"] for package in found["results"]]
    assert get(client, "package_search", q="Stadtbezrike")["count"] >= 1
    csv = get(client, "package_search", fq="res_format:CSV", rows=0, **{"facet.field": '["res_format"]'})
    assert csv["count"] == csv["facets"]["res_format"]["CSV"]
    without = get(client, "package_search", fq="-res_format:CSV", rows=0)
    assert csv["count"] + without["count"] == len(all_datasets())
    names = [item["name"] for item in get(client, "package_search", sort="name desc", rows=1000)["results"]]
    assert names == sorted(names, reverse=True)


@pytest.mark.parametrize(
    ("action", "given", "status"),
    [
        ("package_show", {"id": "nichts"}, 404),
        ("nothing", {}, 404),
        ("package_search", {"rows": "viele"}, 409),
        ("package_search", {"fq": "x:y"}, 409),
        ("package_search", {"sort": "colour"}, 409),
    ],
)
def test_what_cannot_be_answered_is_said_in_ckans_words(client, entries, action, given, status):
    response = client.get(f"/api/action/{action}", given)
    assert response.status_code == status
    assert response.json()["success"] is False


def test_ckans_own_client_reads_it(client, entries):
    ckanapi = pytest.importorskip("ckanapi")
    from ckanapi.common import ActionShortcut, prepare_action, reverse_apicontroller_action

    class Remote:
        """ckanapi's own request and answer code, with the test client in the place of the wire."""

        def __init__(self) -> None:
            self.action = ActionShortcut(self)

        def call_action(self, action, data_dict=None, *rest, **more):
            address, data, headers = prepare_action(action, data_dict)
            path = urlsplit(f"/{address}").path
            response = client.post(path, data=data, content_type=headers.get("Content-Type", "application/json"))
            return reverse_apicontroller_action(path, response.status_code, response.content.decode())

    remote = Remote()
    assert "stadtbezirke" in remote.action.package_list()
    package = remote.action.package_show(id="stadtbezirke")
    assert remote.action.package_show(id=package["id"])["name"] == "stadtbezirke"
    assert remote.action.resource_show(id=package["resources"][0]["id"])["format"] == "CSV"
    assert remote.action.package_search(q="Stadtbezirke")["count"] >= 1
    assert package["organization"]["name"] in remote.action.organization_list()
    assert package["groups"][0]["name"] in remote.action.group_list()
    assert set(remote.action.tag_list()) >= {tag["name"] for tag in package["tags"]}
    assert remote.action.status_show()["ckan_version"]
    with pytest.raises(ckanapi.errors.NotFound):
        remote.action.package_show(id="nichts")
