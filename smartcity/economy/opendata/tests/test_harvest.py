"""Harvesting: real and broken sources, and that a second run changes nothing."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest
import rdflib
from click.testing import CliRunner

from smartcity.economy.opendata.commands import group
from smartcity.economy.opendata.harvest import fetching, rdf_xml
from smartcity.economy.opendata.harvest.dcat_reader import read
from smartcity.economy.opendata.harvest.fetching import Document
from smartcity.economy.opendata.harvesting import harvest
from smartcity.kernel.catalogue.models import Entry
from smartcity.kernel.refusal import Refused
from smartcity.kernel.service import SystemActor

ACTOR = SystemActor("test")
HEAD = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> ."""


def one(name, title=None):
    return f"""<https://a.example/{name}> a dcat:Dataset ; dct:title "{title or name}"@de ; dct:description "Text"@de ;
    dcat:keyword "Wort"@de, "word"@en ; dcat:theme <http://publications.europa.eu/resource/authority/data-theme/TRAN> ;
    dct:publisher [ a foaf:Agent ; foaf:name "Amt für Ämter" ] ;
    dct:modified "2025-12-31T10:00:00"^^<http://www.w3.org/2001/XMLSchema#dateTime> ;
    dcat:distribution <https://a.example/{name}/csv> .
    <https://a.example/{name}/csv> a dcat:Distribution ; dcat:accessURL <https://a.example/{name}.csv> ;
    dct:license <https://www.dcat-ap.de/def/licenses/dl-by-de/2.0> ;
    dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ."""


def source(pages):
    """A source of pages by address; a missing one is refused as the network would."""

    def ask(address):
        if address not in pages:
            raise fetching.refused("Quelle", "Die Quelle antwortet mit 500.", address)
        return Document(address, f"{HEAD}\n{pages[address]}".encode(), "text/turtle")

    return ask


def run(pages, address="https://a.example/catalog.ttl"):
    return harvest(actor=ACTOR, source=address, name="a", fetch=source(pages))


FIRST, SECOND = "https://a.example/catalog.ttl", "https://a.example/catalog.ttl?page=2"
NEXT = f"<{FIRST}> hydra:totalItems 2 ; hydra:next <{SECOND}> ."


def test_a_description_is_taken_over_in_full(db, client):
    run({FIRST: one("x", "Straßen & Wege")})
    entry = Entry.objects.get()
    assert entry.slug.startswith("a-strassen-wege-")
    assert (entry.publisher, entry.publisher_key) == ("Amt für Ämter", "amt-fuer-aemter")
    assert (entry.keywords, entry.facts["keywords_en"]) == (["Wort"], ["word"])
    assert (entry.themes, entry.formats, entry.licence) == (["TRAN"], ["CSV"], "dl-de/by-2-0")
    assert entry.facts["uri"] == "https://a.example/x"
    assert client.get(f"/offene-daten/{entry.slug}").status_code == 200
    graph = rdflib.Graph().parse(data=client.get(f"/dataset/{entry.slug}.ttl").content, format="turtle")
    assert (rdflib.URIRef("https://a.example/x"), rdflib.RDF.type, rdflib.DCAT.Dataset) in graph


def test_pages_are_followed_a_second_run_changes_nothing_and_what_is_gone_is_withdrawn(db):
    pages = {FIRST: one("x") + NEXT, SECOND: one("y")}
    first = run(pages)
    assert (first.read, first.changes.added, first.complete) == (2, 2, True)
    changes = run(pages).changes
    assert (changes.added, changes.changed, changes.withdrawn, changes.unchanged) == (0, 0, 0, 2)
    changes = run({FIRST: one("x", "x"), SECOND: ""}).changes
    assert (changes.withdrawn, changes.unchanged) == (1, 1)


def test_a_source_that_dies_half_way_changes_nothing(db):
    run({FIRST: one("x") + NEXT, SECOND: one("y")})
    with pytest.raises(Refused, match="500"):
        run({FIRST: one("z") + NEXT})
    assert Entry.objects.filter(withdrawn_at=None).count() == 2


def test_pages_that_lead_in_a_circle_are_refused(db):
    with pytest.raises(Refused, match="kein Ende"):
        run({FIRST: one("x") + f"<{FIRST}> hydra:next <{FIRST}> ."})
    assert not Entry.objects.exists()


def test_one_page_of_many_withdraws_nothing(db, tmp_path):
    file = tmp_path / "a.ttl"
    file.write_text(f"{HEAD}\n{one('x')}\n{one('y')}")
    harvest(actor=ACTOR, source=str(file))
    file.write_text(f"{HEAD}\n{one('x')}\n{NEXT}")
    done = harvest(actor=ACTOR, source=str(file))
    assert (done.complete, done.changes.withdrawn, done.total) == (False, 0, 2)


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        (b"<rdf:RDF", "application/rdf+xml", "Kein lesbares RDF"),
        (b"@prefix : nonsense", "text/turtle", "Kein lesbares RDF"),
        (b"{", "application/ld+json", "Kein lesbares RDF"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', "application/rdf+xml", "Entit"),
        (b'{"@context": "http://169.254.169.254/x"}', "application/ld+json", "fremdem Kontext"),
        (b"", "text/turtle", "kein Datensatz"),
    ],
)
def test_broken_documents_are_refused(db, body, kind, message):
    with pytest.raises(Refused, match=message):
        harvest(actor=ACTOR, source=FIRST, fetch=lambda address: Document(address, body, kind))


def test_what_cannot_be_shown_is_left_out_and_a_script_is_no_address(db):
    bad = """<https://a.example/u> a dcat:Dataset .
    <https://a.example/v> a dcat:Dataset ; dct:title "V" ; dcat:landingPage <javascript:alert(1)> ;
    dcat:distribution [ dcat:accessURL <javascript:alert(1)> ] ."""
    done = run({FIRST: bad})
    assert done.refused == (("https://a.example/u", "ohne Titel"),)
    assert "javascript" not in str(Entry.objects.get().facts)


class Endless(http.server.BaseHTTPRequestHandler):
    """Redirects for ever below /redirect; promises more than it gives elsewhere."""

    def do_GET(self) -> None:
        if self.path.startswith("/redirect"):
            self.send_response(302)
            self.send_header("Location", f"{self.path}x")
            self.end_headers()
        else:
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"half")

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endless) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{made.server_address[1]}"
        made.shutdown()


def test_endless_redirects_cut_answers_and_the_own_network_are_refused(server):
    with pytest.raises(Refused, match="Weiterleitungen"):
        fetching.fetch(f"{server}/redirect", private=True)
    with pytest.raises(Refused, match=r"brach ab|antwortet nicht"):
        fetching.fetch(f"{server}/half", private=True)
    with pytest.raises(Refused, match="eigenen Netzes"):
        fetching.fetch(f"{server}/half")
    with pytest.raises(Refused, match="Weder eine Datei"):
        fetching.fetch("/gibt/es/nicht.ttl")


def test_a_citys_real_catalogue(db, shared_data):
    file = shared_data / "opendata/harvest/rostock-catalog-original-input.rdf"
    done = CliRunner().invoke(group, ["harvest", str(file), "--name", "rostock"])
    assert "100 Datensätze gelesen, 100 neu" in done.output
    assert "100 von 217" in done.output
    again = CliRunner().invoke(group, ["harvest", str(file), "--name", "rostock"])
    assert "0 neu, 0 geändert, 100 unverändert" in again.output
    record = read(fetching.fetch(str(file)), "rostock").records[0]
    assert record.contributor == "http://dcat-ap.de/def/contributors/openDataHRO"
    assert record.licence.startswith("http://dcat-ap.de/def/licenses/")


RDF_XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#"
  xmlns:dct="http://purl.org/dc/terms/" xmlns:foaf="http://xmlns.com/foaf/0.1/" xml:lang="de">
<dcat:Dataset rdf:about="x"><!-- a remark --><dct:title>Straßen <!-- cut -->und Wege</dct:title>
  <dct:title xml:lang="en">Roads</dct:title><dcat:keyword rdf:datatype="urn:x">Wort</dcat:keyword>
  <dct:publisher rdf:nodeID="p"/>
  <dcat:distribution>
    <dcat:Distribution><dcat:accessURL rdf:resource="../x.csv"/></dcat:Distribution>
  </dcat:distribution>
  {more}
</dcat:Dataset><foaf:Agent rdf:nodeID="p"><foaf:name>Amt</foaf:name></foaf:Agent></rdf:RDF>"""


def as_xml(more=""):
    return Document("https://a.example/d/catalog.rdf", RDF_XML.format(more=more).encode(), "application/rdf+xml")


def test_the_fast_reader_of_rdf_xml_and_the_one_of_the_whole_standard_read_the_same(monkeypatch):
    fast = read(as_xml(), "a")
    (record,) = fast.records
    assert (record.uri, record.title, record.title_en) == ("https://a.example/d/x", "Straßen und Wege", "Roads")
    assert (record.publisher, record.keywords) == ("Amt", ("Wort",))
    assert record.distributions[0].url == "https://a.example/x.csv"

    def unusual(body, base):
        raise rdf_xml.Unusual

    monkeypatch.setattr(rdf_xml, "read", unusual)
    assert read(as_xml(), "a") == fast


@pytest.mark.parametrize(
    "more",
    [
        '<dct:description rdf:parseType="Literal">Text</dct:description>',
        '<dcat:contactPoint rdf:parseType="Resource"><foaf:name>Amt</foaf:name></dcat:contactPoint>',
        '<dct:spatial><rdf:Description rdf:ID="here"/></dct:spatial>',
        '<dct:spatial dct:title="Hier"/>',
    ],
)
def test_what_the_fast_reader_does_not_know_goes_to_the_other(more):
    with pytest.raises(rdf_xml.Unusual):
        rdf_xml.read(as_xml(more).body, "https://a.example/")
    assert read(as_xml(more), "a").records[0].title == "Straßen und Wege"


def test_entities_are_refused_wherever_they_are_declared():
    late = f"<?xml version='1.0'?><!--{'x' * 200_000}--><!DOCTYPE x [<!ENTITY a 'b'>]>{as_xml().body.decode()}"
    with pytest.raises(Refused, match="Entit"):
        read(Document("https://a.example/x", late.encode(), "application/rdf+xml"), "a")
