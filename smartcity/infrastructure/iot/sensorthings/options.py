"""The options of a request: ``$filter``, ``$expand``, ``$select``, ``$orderby``, ``$top`` and so on. Free of Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_plus

from smartcity.infrastructure.iot.sensorthings.expressions import Name, Node, fault_at, parse
from smartcity.infrastructure.iot.sensorthings.faults import bad

USUAL_TOP, MOST_TOP, DEEPEST_EXPAND, LARGEST_SKIP = 100, 10_000, 6, 10**9
NAMES = ("$filter", "$expand", "$select", "$orderby", "$top", "$skip", "$count", "$resultFormat")


@dataclass(slots=True)
class Options:
    """What a request wants of a list or an entity. expand: by navigation name. order: expression,
    descending. ref: addresses alone.
    """

    filter: Node | None = None
    expand: dict[str, Options] = field(default_factory=dict)
    select: tuple[str, ...] = ()
    order: tuple[tuple[Name, bool], ...] = ()
    top: int = USUAL_TOP
    skip: int = 0
    count: bool = False
    data_array: bool = False
    ref: bool = False
    given: dict[str, str] = field(default_factory=dict)

    def next_query(self) -> str:
        """The options of the next page, as they stand in an address."""
        kept = {name: value for name, value in self.given.items() if name not in {"$skip", "$top"}}
        kept |= {"$top": str(self.top), "$skip": str(self.skip + self.top)}
        return "&".join(f"{name}={quote(value, safe='$(),;=/:')}" for name, value in kept.items())


def read_query(query: str) -> Options:
    """The options of an address; raises Fault."""
    pairs = (piece.partition("=")[::2] for piece in query.split("&") if piece)
    return read_options([(unquote_plus(name), unquote_plus(value)) for name, value in pairs])


def read_options(pairs: Iterable[tuple[str, str]], depth: int = 0) -> Options:
    """Options by name and value; raises Fault for what is unknown, given twice or not readable."""
    options = Options()
    for name, value in pairs:
        if name not in NAMES:
            if not name.startswith("$"):
                continue  # OData leaves options without a dollar sign to whoever gives them
            raise bad(name, f"Diese Option gibt es nicht. Es gibt: {', '.join(NAMES)}.", value)
        if name in options.given:
            raise bad(name, "Diese Option steht zweimal da.", value)
        options.given[name] = value
        _READERS[name](options, value, depth)
    return options


def _filter(options: Options, value: str, _depth: int) -> None:
    options.filter = parse(value)


def _select(options: Options, value: str, _depth: int) -> None:
    options.select = tuple(name.strip() for name in value.split(","))
    if "" in options.select:
        raise bad("$select", "Ein Name fehlt.", value)


def _order(options: Options, value: str, _depth: int) -> None:
    options.order = tuple(_order_item(item, at) for at, item in _split(value, ",", "$orderby"))


def _order_item(item: str, at: int) -> tuple[Name, bool]:
    text, _space, direction = item.strip().partition(" ")
    if direction.strip() not in {"", "asc", "desc"}:
        raise fault_at("$orderby", at, "Erwartet wird asc oder desc.", direction)
    node = parse(text, "$orderby") if text else None
    if not isinstance(node, Name):
        raise fault_at("$orderby", at, "Erwartet wird eine Eigenschaft.", text)
    return node, direction.strip() == "desc"


def _top(options: Options, value: str, _depth: int) -> None:
    options.top = min(_whole("$top", value, 10**12), MOST_TOP)


def _skip(options: Options, value: str, _depth: int) -> None:
    options.skip = _whole("$skip", value, LARGEST_SKIP)


def _count(options: Options, value: str, _depth: int) -> None:
    if value not in {"true", "false"}:
        raise bad("$count", "Erwartet wird true oder false.", value)
    options.count = value == "true"


def _format(options: Options, value: str, _depth: int) -> None:
    if value != "dataArray":
        raise bad("$resultFormat", "Erwartet wird dataArray.", value)
    options.data_array = True


def _expand(options: Options, value: str, depth: int) -> None:
    if depth >= DEEPEST_EXPAND:
        raise bad("$expand", f"Tiefer als {DEEPEST_EXPAND} Stufen wird nicht eingebettet.", value)
    for at, item in _split(value, ",", "$expand"):
        name, bracket, inner = item.strip().partition("(")
        if bracket and not inner.endswith(")"):
            raise fault_at("$expand", at, "Die Klammer wird nicht geschlossen.", item)
        pairs = (
            [piece.strip().partition("=")[::2] for _, piece in _split(inner[:-1], ";", "$expand")] if bracket else []
        )
        _expand_path(options, name.strip().split("/"), pairs, depth)


def _expand_path(options: Options, names: list[str], pairs: list[tuple[str, str]], depth: int) -> None:
    """``Datastreams/Observations`` is ``Datastreams($expand=Observations)``; several of one branch are put together."""
    first, *rest = names
    if not first:
        raise bad("$expand", "Ein Name fehlt.", "/".join(names))
    if rest:
        inner = options.expand.setdefault(first, Options())
        _expand_path(inner, rest, pairs, depth + 1)
    else:
        known = options.expand.get(first)
        options.expand[first] = found = read_options(pairs, depth + 1)
        if known:
            found.expand = {**known.expand, **found.expand}


def _whole(name: str, value: str, largest: int) -> int:
    if not value.isascii() or not value.isdigit() or int(value[:20]) > largest:
        raise bad(name, "Erwartet wird eine ganze Zahl ab 0.", value)
    return int(value)


def _split(text: str, separator: str, option: str) -> Iterator[tuple[int, str]]:
    """Pieces between separators that stand outside of brackets and quotes, with their positions."""
    depth, quoted, start = 0, False, 0
    for at, sign in enumerate(text):
        if sign == "'":
            quoted = not quoted
        elif not quoted and sign in "()":
            depth += 1 if sign == "(" else -1
            if depth < 0:
                raise fault_at(option, at, "Hier wird eine Klammer geschlossen, die nicht offen ist.", text)
        elif sign == separator and not quoted and not depth:
            yield start, text[start:at]
            start = at + 1
    if depth or quoted:
        raise fault_at(option, start, "Eine Klammer oder ein Text wird nicht geschlossen.", text[start:])
    yield start, text[start:]


_READERS = {
    "$filter": _filter,
    "$select": _select,
    "$orderby": _order,
    "$top": _top,
    "$skip": _skip,
    "$count": _count,
    "$expand": _expand,
    "$resultFormat": _format,
}
