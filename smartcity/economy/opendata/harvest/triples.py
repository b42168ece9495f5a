"""Statements of an RDF document, indexed for reading: subject, property, values. Free of Django.

Nodes are plain strings by kind, because a reader of ten thousand datasets makes millions of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import rdflib

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Address(str):
    """A resource with an address."""

    __slots__ = ()


class Blank(str):
    """A resource without an address."""

    __slots__ = ()


class Text(str):
    """A literal; ``language`` is empty where none is named."""

    __slots__ = ("language",)
    language: str


Node = Address | Blank | Text


def text(value: str, language: str = "") -> Text:
    """A literal of a language."""
    made = Text(value)
    made.language = language
    return made


class Triples:
    """A document's statements."""

    def __init__(self) -> None:
        self._facts: dict[str, dict[str, list[Node]]] = {}

    def add(self, subject: Node, name: str, value: Node) -> None:
        """State one fact."""
        self._facts.setdefault(subject, {}).setdefault(name, []).append(value)

    def objects(self, subject: Node, name: str) -> list[Node]:
        """The values of a property."""
        return self._facts.get(subject, {}).get(name, [])

    def properties(self, subject: Node) -> Iterable[tuple[str, list[Node]]]:
        """All properties of a resource with their values."""
        return self._facts.get(subject, {}).items()

    def everywhere(self, name: str) -> Iterator[Node]:
        """The values of a property of any resource."""
        for facts in self._facts.values():
            yield from facts.get(name, [])

    def of_type(self, kind: str) -> list[Node]:
        """The resources of a class, in a stable order."""
        return sorted(self._kept(subject) for subject, facts in self._facts.items() if kind in facts.get(TYPE, []))

    @staticmethod
    def _kept(subject: str) -> Node:
        return subject if isinstance(subject, Address | Blank) else Blank(subject)


def from_graph(graph: rdflib.Graph) -> Triples:
    """The statements of a graph that rdflib has read."""
    made = Triples()
    for subject, name, value in graph:
        made.add(_node(subject), str(name), _node(value))
    return made


def _node(node: Any) -> Node:
    if isinstance(node, rdflib.Literal):
        return text(str(node), node.language or "")
    return Blank(f"_:{node}") if isinstance(node, rdflib.BNode) else Address(str(node))
