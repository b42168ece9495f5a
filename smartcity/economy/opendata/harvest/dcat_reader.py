"""DCAT as others write it (RDF/XML, Turtle, JSON-LD; DCAT-AP.de 1.1 to 3.0) into records."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rdflib

from smartcity.economy.opendata.harvest import rdf_xml
from smartcity.economy.opendata.harvest.fetching import Document
from smartcity.economy.opendata.harvest.refusing import refused
from smartcity.economy.opendata.harvest.triples import Address, Node, Text, Triples, from_graph
from smartcity.kernel.catalogue.declaration import Theme
from smartcity.kernel.catalogue.licences import Licence
from smartcity.kernel.catalogue.records import Record, RecordDistribution

DCAT = "http://www.w3.org/ns/dcat#"
DCT = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
VCARD = "http://www.w3.org/2006/vcard/ns#"
HYDRA = "http://www.w3.org/ns/hydra/core#"
DCATDE = "dcatde/"
DCATAP = "http://data.europa.eu/r5r/"
SYNTAXES = {
    "text/turtle": "turtle",
    "application/rdf+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/ld+json": "json-ld",
    "application/json": "json-ld",
}
ENDINGS = {"ttl": "turtle", "rdf": "xml", "xml": "xml", "jsonld": "json-ld", "json": "json-ld"}
LONGEST_SLUG = 100
# an address as it may stand in a page: no script, no blank that would break a list
ADDRESS = re.compile(r"^https?://[^\s<>\"{}|\\^`]+$")
LICENCES = {licence.dcat: licence.value for licence in Licence}
# the addresses that DCAT-AP.de had before version 2
_OLD = re.compile(r"^https?://(?:www\.)?dcat-ap\.de/def/")


@dataclass(frozen=True, slots=True)
class Harvest:
    """One document's datasets: records, what was left out and why, and the next page's address (empty: the last).

    total: how many datasets the whole catalogue says it has; None where it does not say.
    """

    records: tuple[Record, ...]
    refused: tuple[tuple[str, str], ...]
    following: str = ""
    total: int | None = None


def read(document: Document, prefix: str) -> Harvest:
    """The datasets of a document; short names begin with ``prefix``. Raises Refused for RDF that cannot be read."""
    graph = _graph(document)
    records: list[Record] = []
    left: list[tuple[str, str]] = []
    for dataset in graph.of_type(f"{DCAT}Dataset"):
        record, reason = _record(graph, dataset, prefix)
        if record is None:
            left.append((str(dataset)[:300], reason))
        else:
            records.append(record)
    totals = [int(str(item)) for item in graph.everywhere(f"{HYDRA}totalItems") if str(item).isdecimal()]
    return Harvest(tuple(records), tuple(left), _following(graph), max(totals) if totals else None)


def _graph(document: Document) -> Triples:
    ending = document.address.split("?")[0].rsplit(".", 1)[-1].lower()
    syntax = SYNTAXES.get(document.media_type) or ENDINGS.get(ending) or _guess(document.body)
    if syntax == "json-ld" and (foreign := _foreign_context(document.body)):
        raise refused("Quelle", "JSON-LD mit fremdem Kontext wird nicht gelesen.", foreign, "Den Kontext einbetten.")
    try:
        return _statements(document, syntax)
    except rdf_xml.OwnEntities as error:
        raise refused("Quelle", "XML mit eigenen Entitäten wird nicht gelesen.", document.address) from error
    except Exception as error:  # rdflib's parsers raise whatever their libraries raise
        raise refused(document.address[:200], f"Kein lesbares RDF ({syntax}).", str(error).split("\n")[0]) from error


def _statements(document: Document, syntax: str) -> Triples:
    base = _base(document.address)
    if syntax == "xml":
        try:
            return rdf_xml.read(document.body, base)
        except rdf_xml.Unusual:
            pass
    return from_graph(rdflib.Graph().parse(data=document.body, format=syntax, publicID=base))


def _base(address: str) -> str:
    return address if address.startswith("http") else "urn:x-source:"


def _guess(body: bytes) -> str:
    start = body[:500].lstrip(b"\xef\xbb\xbf \t\r\n")
    return "json-ld" if start[:1] in {b"{", b"["} else "xml" if start.startswith((b"<?xml", b"<rdf")) else "turtle"


def _foreign_context(body: bytes) -> str:
    """The address of a context that reading would fetch."""
    found = re.search(rb'"@(?:context|import)"\s*:\s*(?:\[[^\]]*?)?"(https?:[^"]*)"', body)
    return found[1].decode(errors="replace") if found else ""


def _following(graph: Triples) -> str:
    for name in ("next", "nextPage"):
        for target in graph.everywhere(f"{HYDRA}{name}"):
            return str(target)
    return ""


def _record(graph: Triples, dataset: Node, prefix: str) -> tuple[Record | None, str]:
    title, title_en = _texts(graph, dataset, f"{DCT}title")
    if not title:
        return None, "ohne Titel"
    distributions = tuple(
        item
        for node in sorted(set(graph.objects(dataset, f"{DCAT}distribution")), key=str)
        for item in _distribution(graph, node)
    )
    text, text_en = _texts(graph, dataset, f"{DCT}description")
    publisher, homepage = _publisher(graph, dataset)
    uri = str(dataset) if isinstance(dataset, Address) else ""
    slug = slug_of(prefix, title, _text(graph, dataset, f"{DCT}identifier") or uri or title)
    licence = next((item.licence for item in distributions if item.licence), _link(graph, dataset, "license"))
    record = Record(
        slug=slug,
        uri=uri if ADDRESS.match(uri) else f"urn:smartcity:{slug}",
        title=title[:400],
        title_en=title_en[:400],
        description=text,
        description_en=text_en,
        publisher=(publisher or prefix)[:300],
        publisher_key=slug_of("", publisher or prefix, ""),
        publisher_url=homepage,
        licence=licence,
        licence_key=LICENCES.get(licence, ""),
        distributions=distributions,
        **_described(graph, dataset),
    )
    return record, ""


def _described(graph: Triples, dataset: Node) -> dict[str, Any]:
    contact = _first(graph, dataset, f"{DCAT}contactPoint")
    words = list(graph.objects(dataset, f"{DCAT}keyword"))
    themes = set(Theme)
    return {
        "themes": tuple(code for code in _codes(graph, dataset, f"{DCAT}theme") if code in themes),
        "frequency": next(iter(_codes(graph, dataset, f"{DCT}accrualPeriodicity")), ""),
        "contact_name": _text(graph, contact, f"{VCARD}fn") if contact else "",
        "contact_email": _email(graph, contact) if contact else "",
        "keywords": _keywords(words, english=False),
        "keywords_en": _keywords(words, english=True),
        "issued": _moment(_text(graph, dataset, f"{DCT}issued")),
        "modified": _moment(_text(graph, dataset, f"{DCT}modified")),
        "contributor": _german(graph, dataset, "contributorID"),
        "geocoding": _german(graph, dataset, "politicalGeocodingURI"),
        "hvd_category": _address(_text(graph, dataset, f"{DCATAP}hvdCategory")),
        "landing_page": _address(_text(graph, dataset, f"{DCAT}landingPage")),
    }


def _distribution(graph: Triples, node: Node) -> Iterable[RecordDistribution]:
    access = _address(_text(graph, node, f"{DCAT}accessURL"))
    download = _address(_text(graph, node, f"{DCAT}downloadURL"))
    if not (access or download):
        return
    title, title_en = _texts(graph, node, f"{DCT}title")
    size = _text(graph, node, f"{DCAT}byteSize").split(".")[0]
    media_type = _text(graph, node, f"{DCAT}mediaType")
    yield RecordDistribution(
        url=download or access,
        format=next(iter(_codes(graph, node, f"{DCT}format")), "")[:40],
        media_type=media_type.split("/media-types/")[-1][:120],
        title=title[:400],
        title_en=title_en[:400],
        service=_first(graph, node, f"{DCAT}accessService") is not None,
        download=bool(download),
        conforms_to=_address(_text(graph, node, f"{DCT}conformsTo")),
        licence=_link(graph, node, "license"),
        bytes=int(size) if size.isdecimal() and len(size) < 16 else None,
    )


def slug_of(prefix: str, title: str, identifier: str) -> str:
    """A stable short name: the title's words, and a piece of the identifier's print so that no two are the same."""
    words = title.casefold()
    for umlaut, plain in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.items():
        words = words.replace(umlaut, plain)
    plain_words = re.sub(r"[^a-z0-9]+", "-", f"{prefix}-{words}").strip("-")[:LONGEST_SLUG].strip("-")
    print_ = hashlib.sha256(identifier.encode()).hexdigest()[:8] if identifier else ""
    return "-".join(filter(None, (plain_words or "x", print_)))


def _first(graph: Triples, node: Node, name: str) -> Node | None:
    return min(graph.objects(node, name), key=str, default=None)


def _text(graph: Triples, node: Node, name: str) -> str:
    found = _first(graph, node, name)
    return str(found).replace("\x00", "").strip() if found is not None else ""


def _texts(graph: Triples, node: Node, name: str) -> tuple[str, str]:
    """(German or of unknown language, English)."""
    found = sorted((item for item in graph.objects(node, name) if isinstance(item, Text)), key=str)
    english = next((str(item) for item in found if item.language.startswith("en")), "")
    german = next((str(item) for item in found if not item.language.startswith("en")), "")
    return (german or english).replace("\x00", "").strip(), english.replace("\x00", "").strip()


def _keywords(words: list[Node], *, english: bool) -> tuple[str, ...]:
    chosen = {
        str(item).replace("\x00", "").strip()[:200]
        for item in words
        if isinstance(item, Text) and item.language.startswith("en") == english
    }
    return tuple(sorted(chosen - {""}))


def _codes(graph: Triples, node: Node, name: str) -> tuple[str, ...]:
    """The last parts of list members' addresses: ``…/data-theme/TRAN`` is TRAN."""
    found = {re.split(r"[/#]", str(item).rstrip("/"))[-1].upper()[:40] for item in graph.objects(node, name)}
    return tuple(sorted(code for code in found if re.fullmatch(r"[A-Z0-9_+.-]{1,40}", code)))


def _address(text: str) -> str:
    return text if ADDRESS.match(text) else ""


def _link(graph: Triples, node: Node, name: str) -> str:
    return _address(_OLD.sub("http://dcat-ap.de/def/", _text(graph, node, f"{DCT}{name}")))


def _german(graph: Triples, node: Node, name: str) -> str:
    """A property of DCAT-AP.de, whatever version's namespace it is written in."""
    end = f"/{name}"
    found = sorted(str(o) for p, own in graph.properties(node) if DCATDE in p and p.endswith(end) for o in own)
    return _address(_OLD.sub("http://dcat-ap.de/def/", found[0])) if found else ""


def _publisher(graph: Triples, dataset: Node) -> tuple[str, str]:
    agent = _first(graph, dataset, f"{DCT}publisher")
    if agent is None:
        return "", ""
    return _text(graph, agent, f"{FOAF}name"), _address(_text(graph, agent, f"{FOAF}homepage"))


def _email(graph: Triples, contact: Node) -> str:
    text = _text(graph, contact, f"{VCARD}hasEmail").removeprefix("mailto:")
    return text if re.fullmatch(r"[^@\s<>]{1,80}@[^@\s<>]{1,120}", text) else ""


def _moment(text: str) -> str:
    """An ISO moment with a zone (UTC where none is named), or nothing for what is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return f"{moment.isoformat()}+00:00" if moment.tzinfo is None else moment.isoformat()
