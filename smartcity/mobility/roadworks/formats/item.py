"""What a reader gives back for each roadwork of a document, and what readers share for values and times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from smartcity.kernel.refusal import Refusal
from smartcity.mobility.roadworks.domain import Roadwork

LOCAL_ZONE = ZoneInfo("Europe/Berlin")
_EARLIEST, _LATEST = 1900, 2200


@dataclass(frozen=True, slots=True)
class Item:
    """One roadwork of a document, taken (`roadwork`) or refused (`refusals`).

    index: counts from 0 in the document; source_id: its identifier there, empty where it has none.
    remarks: deviations from the standard that did not hinder reading.
    """

    index: int
    source_id: str
    roadwork: Roadwork | None = None
    refusals: tuple[Refusal, ...] = ()
    remarks: tuple[Refusal, ...] = ()


def short(value: object) -> str:
    """Return a value for a refusal, never longer than 80 characters and always printable."""
    text = value if isinstance(value, str) else repr(value)
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= 80 else f"{text[:77]}..."


def parse_time(text: str, *, local: bool = False) -> datetime | None:
    """Read an ISO 8601 time into UTC; None if it is none or its year is absurd.

    Without a zone it counts as Europe/Berlin when `local`, else it is refused (RFC 3339 demands one).
    """
    try:
        time = datetime.fromisoformat(text)
        if time.tzinfo is None:
            if not local:
                return None
            time = time.replace(tzinfo=LOCAL_ZONE)
        if time.tzinfo is not UTC:
            time = time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return time if _EARLIEST <= time.year <= _LATEST else None


def format_time(time: datetime) -> str:
    """Write a time as RFC 3339 in UTC with "Z"."""
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def line_and_column(document: bytes, offset: int) -> str:
    """Name a byte offset as a person finds it: line and column from 1."""
    before = document[:offset]
    line = before.count(b"\n") + 1
    column = offset - before.rfind(b"\n")
    return f"Zeile {line}, Spalte {column}"


class Seen:
    """The identities of a document so far, each with the place where it stood first."""

    __slots__ = ("_places",)

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], str] = {}

    def check(self, roadwork: Roadwork, place: str) -> list[Refusal]:
        """Refuse an identity that the document has used before."""
        first = self._places.setdefault((roadwork.source_system, roadwork.source_id), place)
        if first == place:
            return []
        rule = "Die Kennung kommt in diesem Dokument schon einmal vor."
        return [Refusal("source_id", rule, short(roadwork.source_id), f"Zuerst: {first}.")]

    def judge(self, item: Item, place: str) -> Item:
        """Return the item, refused where its identity has been used before."""
        found = self.check(item.roadwork, place) if item.roadwork else []
        if not found:
            return item
        refusals = tuple([Refusal(f"{place}.{one.place}", one.rule, one.value, one.hint) for one in found])
        return Item(item.index, item.source_id, refusals=refusals, remarks=item.remarks)
