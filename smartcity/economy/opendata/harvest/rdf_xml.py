"""RDF/XML as catalogues write it, ten times as fast as a reader of the whole standard.

Source: W3C RDF 1.1 XML Syntax. What catalogues do not write (``rdf:parseType``, ``rdf:ID``, ``rdf:li``, properties as
attributes, ``xml:base`` inside) raises Unusual: the caller then takes the reader of the whole standard. Free of Django.
"""

from __future__ import annotations

import re
from itertools import count
from urllib.parse import urljoin

from lxml import etree

from smartcity.economy.opendata.harvest.triples import TYPE, Address, Blank, Node, Triples, text

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XML = "{http://www.w3.org/XML/1998/namespace}"
ABOUT, RESOURCE, NODE_ID, DATATYPE = (f"{RDF}{name}" for name in ("about", "resource", "nodeID", "datatype"))
LANGUAGE, BASE = f"{XML}lang", f"{XML}base"
OF_NODES = frozenset({ABOUT, NODE_ID, LANGUAGE})
OF_PROPERTIES = frozenset({RESOURCE, NODE_ID, DATATYPE, LANGUAGE})
# names of the syntax itself, which stand for no class and no property
RESERVED = frozenset(
    f"{RDF}{name}" for name in ("RDF", "ID", "about", "bagID", "parseType", "resource", "nodeID", "li")
)
_WHOLE = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")


class Unusual(Exception):
    """The document uses a part of the standard that is not read here."""


class OwnEntities(Exception):
    """The document declares entities, which may grow without end."""


def read(body: bytes, base: str) -> Triples:
    """The document's statements; ``base``: the address that relative ones begin at.

    Raises Unusual, OwnEntities, and lxml's XMLSyntaxError for what is no XML.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(body, parser)
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and list(dtd.iterentities()):  # type: ignore[union-attr]
        raise OwnEntities
    return _Reader(urljoin(base, root.get(BASE, ""))).document(root)


class _Reader:
    """One document being read."""

    def __init__(self, base: str) -> None:
        self.base, self.numbers, self.triples = base, count(), Triples()

    def document(self, root: etree._Element) -> Triples:
        if root.tag != f"{RDF}RDF" or set(root.attrib) - {LANGUAGE, BASE}:
            raise Unusual(str(root.tag))
        for element in root:
            self.node(element, root.get(LANGUAGE, ""))
        return self.triples

    def node(self, element: etree._Element, language: str) -> Node:
        """A resource with its properties."""
        given = element.attrib
        if not OF_NODES.issuperset(given):
            raise Unusual(element.tag)
        subject = self._named(given.get(ABOUT), given.get(NODE_ID))
        if element.tag != f"{RDF}Description":
            self.triples.add(subject, TYPE, Address(_name(element)))
        language = given.get(LANGUAGE, language)
        for child in element:
            self.triples.add(subject, _name(child), self._value(child, language))
        return subject

    def _value(self, element: etree._Element, language: str) -> Node:
        given = element.attrib
        if not OF_PROPERTIES.issuperset(given) or len(element) > 1:
            raise Unusual(element.tag)
        if RESOURCE in given or NODE_ID in given:
            if len(element):
                raise Unusual(element.tag)
            return self._named(given.get(RESOURCE), given.get(NODE_ID))
        language = given.get(LANGUAGE, language)
        if len(element):
            return self.node(element[0], language)
        return text(element.text or "", "" if DATATYPE in given else language.lower())

    def _named(self, address: str | None, key: str | None) -> Node:
        if address is not None and key is not None:
            raise Unusual(address)
        if address is not None:
            return Address(address if _WHOLE.match(address) else urljoin(self.base, address))
        return Blank(f"_:n{key}" if key is not None else f"_:{next(self.numbers)}")


def _name(element: etree._Element) -> str:
    """The full address of an element's name."""
    tag = element.tag
    if not isinstance(tag, str) or not tag.startswith("{") or tag in RESERVED:
        raise Unusual(tag)
    space, _, name = tag[1:].partition("}")
    return space + name
