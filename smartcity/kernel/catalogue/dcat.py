"""Records as DCAT-AP.de 3.0: a graph for one dataset, or for a page of the catalogue with Hydra's paging.

Sources: dcat-ap.de/def/dcatde/3.0/spec, semiceu.github.io/DCAT-AP/releases/3.0.0. Free of Django.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

from smartcity.kernel.catalogue.records import Record, RecordDistribution

DCATAP = Namespace("http://data.europa.eu/r5r/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
EU = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
LEVEL = URIRef("http://dcat-ap.de/def/politicalGeocoding/Level/municipality")
GERMAN, ENGLISH = URIRef(f"{EU}language/DEU"), URIRef(f"{EU}language/ENG")
# the declaration's short names that the EU's list of file types spells otherwise
FILE_TYPES = {"OGCAPI": "OGCAPI_FEAT"}
SYNTAXES = {"ttl": ("turtle", "text/turtle"), "rdf": ("pretty-xml", "application/rdf+xml")}
SYNTAXES["jsonld"] = ("json-ld", "application/ld+json")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the catalogue: ``address`` without the page, the whole number of datasets, first page 1."""

    catalogue: str
    address: str
    number: int
    size: int
    total: int
    title: str
    description: str
    publisher: str
    licence: str

    @property
    def last(self) -> int:
        """Number of the last page."""
        return max(1, -(-self.total // self.size))


def written(graph: Graph, syntax: str) -> bytes:
    """The graph in a syntax: ttl, rdf or jsonld."""
    return graph.serialize(format=SYNTAXES[syntax][0], encoding="utf-8")


def catalogue_graph(page: Page, records: Sequence[Record]) -> Graph:
    """The catalogue with one page of its datasets."""
    graph = _empty()
    catalogue = URIRef(page.catalogue)
    graph.add((catalogue, RDF.type, DCAT.Catalog))
    graph.add((catalogue, DCTERMS.title, Literal(page.title, "de")))
    graph.add((catalogue, DCTERMS.description, Literal(page.description, "de")))
    graph.add((catalogue, DCTERMS.language, GERMAN))
    graph.add((catalogue, DCTERMS.license, URIRef(page.licence)))
    graph.add((catalogue, DCTERMS.publisher, _agent(graph, f"{page.catalogue}#publisher", page.publisher)))
    graph.add((catalogue, DCAT.themeTaxonomy, URIRef(f"{EU}data-theme")))
    graph.add((URIRef(f"{EU}data-theme"), RDF.type, SKOS.ConceptScheme))
    graph.add((URIRef(f"{EU}data-theme"), DCTERMS.title, Literal("Data theme", "en")))
    for record in records:
        graph.add((catalogue, DCAT.dataset, add_dataset(graph, record)))
    for service in graph.subjects(RDF.type, DCAT.DataService):
        graph.add((catalogue, DCAT.service, service))
    _paging(graph, page)
    return graph


def dataset_graph(record: Record) -> Graph:
    """One dataset."""
    graph = _empty()
    add_dataset(graph, record)
    return graph


def add_dataset(graph: Graph, record: Record) -> URIRef:
    """Write a record into a graph; returns the dataset."""
    dataset = URIRef(record.uri)
    graph.add((dataset, RDF.type, DCAT.Dataset))
    graph.add((dataset, DCTERMS.identifier, Literal(record.uri)))
    graph.add((dataset, DCTERMS.language, GERMAN))
    graph.add((dataset, DCTERMS.accessRights, URIRef(f"{EU}access-right/PUBLIC")))
    graph.add((dataset, DCATAP.availability, URIRef(f"{EU}planned-availability/AVAILABLE")))
    _texts(graph, dataset, record)
    for theme in record.themes:
        graph.add((dataset, DCAT.theme, URIRef(f"{EU}data-theme/{theme}")))
    if record.frequency:
        graph.add((dataset, DCTERMS.accrualPeriodicity, URIRef(f"{EU}frequency/{record.frequency}")))
    links = {
        DCATDE.contributorID: record.contributor,
        DCATDE.politicalGeocodingURI: record.geocoding,
        DCATAP.hvdCategory: record.hvd_category,
        DCAT.landingPage: record.landing_page,
    }
    for name, target in links.items():
        if target:
            graph.add((dataset, name, URIRef(target)))
    if record.landing_page:
        graph.add((URIRef(record.landing_page), RDF.type, FOAF.Document))
    if record.geocoding:
        graph.add((dataset, DCATDE.politicalGeocodingLevelURI, LEVEL))
        graph.add((dataset, DCTERMS.spatial, URIRef(record.geocoding)))
        graph.add((URIRef(record.geocoding), RDF.type, DCTERMS.Location))
    for law in record.legislation:
        graph.add((dataset, DCATAP.applicableLegislation, URIRef(law)))
    if record.publisher:
        agent = _agent(graph, f"{record.uri}#publisher", record.publisher, record.publisher_url)
        graph.add((dataset, DCTERMS.publisher, agent))
    _contact(graph, dataset, record)
    _times(graph, dataset, record)
    for place, item in enumerate(record.distributions):
        _distribution(graph, dataset, record, place, item)
    return dataset


def _empty() -> Graph:
    graph = Graph()
    for prefix, space in {"dcatap": DCATAP, "dcatde": DCATDE, "hydra": HYDRA, "vcard": VCARD}.items():
        graph.bind(prefix, space)
    return graph


def _texts(graph: Graph, dataset: URIRef, record: Record) -> None:
    graph.add((dataset, DCTERMS.title, Literal(record.title, "de")))
    graph.add((dataset, DCTERMS.description, Literal(record.description, "de")))
    if record.title_en:
        graph.add((dataset, DCTERMS.title, Literal(record.title_en, "en")))
    if record.description_en:
        graph.add((dataset, DCTERMS.description, Literal(record.description_en, "en")))
    for language, words in (("de", record.keywords), ("en", record.keywords_en)):
        for word in words:
            graph.add((dataset, DCAT.keyword, Literal(word, language)))


def _contact(graph: Graph, dataset: URIRef, record: Record) -> None:
    if not record.contact_name:
        return
    contact = URIRef(f"{record.uri}#contact")
    graph.add((dataset, DCAT.contactPoint, contact))
    graph.add((contact, RDF.type, VCARD.Organization))
    graph.add((contact, VCARD.fn, Literal(record.contact_name)))
    if record.contact_email:
        graph.add((contact, VCARD.hasEmail, URIRef(f"mailto:{record.contact_email}")))
    if record.contact_url:
        graph.add((contact, VCARD.hasURL, URIRef(record.contact_url)))


def _times(graph: Graph, dataset: URIRef, record: Record) -> None:
    for name, text in ((DCTERMS.issued, record.issued), (DCTERMS.modified, record.modified)):
        if text:
            graph.add((dataset, name, Literal(text, datatype=XSD.dateTime if "T" in text else XSD.date)))
    if any(record.temporal):
        period = BNode()
        graph.add((dataset, DCTERMS.temporal, period))
        graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
        for name, text in zip((DCAT.startDate, DCAT.endDate), record.temporal, strict=True):
            if text:
                graph.add((period, name, Literal(text, datatype=XSD.date)))


def _distribution(graph: Graph, dataset: URIRef, record: Record, place: int, item: RecordDistribution) -> None:
    node = URIRef(f"{record.uri}#distribution-{place + 1}")
    graph.add((dataset, DCAT.distribution, node))
    graph.add((node, RDF.type, DCAT.Distribution))
    graph.add((node, DCAT.accessURL, URIRef(item.url)))
    if item.download:
        graph.add((node, DCAT.downloadURL, URIRef(item.url)))
    graph.add((node, DCTERMS.title, Literal(item.title or item.format, "de")))
    if item.title_en:
        graph.add((node, DCTERMS.title, Literal(item.title_en, "en")))
    if item.licence or record.licence:
        licence = URIRef(item.licence or record.licence)
        graph.add((node, DCTERMS.license, licence))
        graph.add((licence, RDF.type, DCTERMS.LicenseDocument))
    graph.add((node, DCATAP.availability, URIRef(f"{EU}planned-availability/AVAILABLE")))
    for law in record.legislation:
        graph.add((node, DCATAP.applicableLegislation, URIRef(law)))
    if record.attribution:
        graph.add((node, DCATDE.licenseAttributionByText, Literal(record.attribution, "de")))
        rights = URIRef(f"{record.uri}#rights")
        graph.add((node, DCTERMS.rights, rights))
        graph.add((rights, RDF.type, DCTERMS.RightsStatement))
        graph.add((rights, RDFS.label, Literal(record.attribution, "de")))
    if item.format:
        graph.add((node, DCTERMS.format, URIRef(f"{EU}file-type/{FILE_TYPES.get(item.format, item.format)}")))
    if item.media_type:
        graph.add((node, DCAT.mediaType, URIRef(f"{IANA}{item.media_type}")))
    if item.conforms_to:
        graph.add((node, DCTERMS.conformsTo, URIRef(item.conforms_to)))
        graph.add((URIRef(item.conforms_to), RDF.type, DCTERMS.Standard))
    if item.bytes is not None:
        graph.add((node, DCAT.byteSize, Literal(item.bytes, datatype=XSD.nonNegativeInteger)))
    if item.service:
        _service(graph, dataset, node, record, item)


def _service(graph: Graph, dataset: URIRef, node: URIRef, record: Record, item: RecordDistribution) -> None:
    service = URIRef(f"{node}-service")
    graph.add((node, DCAT.accessService, service))
    graph.add((service, RDF.type, DCAT.DataService))
    graph.add((service, DCTERMS.title, Literal(f"{record.title}: {item.title or item.format}", "de")))
    graph.add((service, DCAT.endpointURL, URIRef(item.url)))
    graph.add((service, DCAT.servesDataset, dataset))
    if item.licence or record.licence:
        graph.add((service, DCTERMS.license, URIRef(item.licence or record.licence)))
    if record.publisher:
        graph.add((service, DCTERMS.publisher, URIRef(f"{record.uri}#publisher")))


def _agent(graph: Graph, uri: str, name: str, homepage: str = "") -> URIRef:
    agent = URIRef(uri)
    graph.add((agent, RDF.type, FOAF.Agent))
    graph.add((agent, FOAF.name, Literal(name, "de")))
    if homepage:
        graph.add((agent, FOAF.homepage, URIRef(homepage)))
        graph.add((URIRef(homepage), RDF.type, FOAF.Document))
    return agent


def _paging(graph: Graph, page: Page) -> None:
    def at(number: int) -> URIRef:
        return URIRef(f"{page.address}?page={number}")

    here = at(page.number)
    graph.add((here, RDF.type, HYDRA.PartialCollectionView))
    graph.add((here, HYDRA.totalItems, Literal(page.total)))
    graph.add((here, HYDRA.itemsPerPage, Literal(page.size)))
    graph.add((here, HYDRA.first, at(1)))
    graph.add((here, HYDRA.last, at(page.last)))
    if page.number < page.last:
        graph.add((here, HYDRA.next, at(page.number + 1)))
    if page.number > 1:
        graph.add((here, HYDRA.previous, at(page.number - 1)))
