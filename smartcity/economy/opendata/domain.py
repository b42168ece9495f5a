"""Quality of a dataset's description: the 405 points of data.europa.eu's metadata quality assessment, with reasons.

Source: data.europa.eu/mqa/methodology. Free of Django.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from smartcity.kernel.catalogue.records import Record, RecordDistribution

MOST = 405
EXCELLENT, GOOD, SUFFICIENT = 351, 221, 121
# from the EU's lists "machine-readable" and "non-proprietary" file formats
MACHINE_READABLE = frozenset(
    {
        *("CSV", "GEOJSON", "GPKG", "GML", "JSON", "JSON_LD", "KML", "ODS", "PARQUET", "RDF", "RDF_TURTLE", "RDF_XML"),
        *("RSS", "ATOM", "SHP", "TSV", "XLS", "XLSX", "XML", "OGCAPI", "OGCAPI_FEAT", "MVT", "WFS_SRVC"),
    }
)
CLOSED = frozenset({"SHP", "XLS", "XLSX"})
OPEN_FORMATS = (MACHINE_READABLE - CLOSED) | {"HTML", "ODT", "TXT", "WMS_SRVC"}
KNOWN_FORMATS = MACHINE_READABLE | OPEN_FORMATS | {"PDF", "DOC", "DOCX", "ZIP", "PNG", "JPEG", "TIFF"}
LICENCE_LISTS = ("http://dcat-ap.de/def/licenses/", "http://publications.europa.eu/resource/authority/licence/")


class Dimension(StrEnum):
    """The five dimensions of the assessment."""

    FINDABILITY = "findability"
    ACCESSIBILITY = "accessibility"
    INTEROPERABILITY = "interoperability"
    REUSABILITY = "reusability"
    CONTEXT = "context"


class Grade(StrEnum):
    """The assessment's words for a sum of points."""

    EXCELLENT = "excellent"
    GOOD = "good"
    SUFFICIENT = "sufficient"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: ``points`` of ``most``; ``key`` names it ("keywords", "download_url")."""

    dimension: Dimension
    key: str
    points: int
    most: int

    @property
    def reached(self) -> bool:
        """Whether all its points were given."""
        return self.points == self.most


@dataclass(frozen=True, slots=True)
class Assessment:
    """All metrics of a dataset."""

    metrics: tuple[Metric, ...]

    @property
    def points(self) -> int:
        """The sum, 0 to 405."""
        return sum(metric.points for metric in self.metrics)

    @property
    def grade(self) -> Grade:
        """The sum in the assessment's words."""
        steps = ((EXCELLENT, Grade.EXCELLENT), (GOOD, Grade.GOOD), (SUFFICIENT, Grade.SUFFICIENT))
        return next((grade for least, grade in steps if self.points >= least), Grade.BAD)

    @property
    def to_do(self) -> tuple[Metric, ...]:
        """What is missing, the most points first."""
        return tuple(sorted((item for item in self.metrics if not item.reached), key=lambda m: m.points - m.most))


Reachable = Callable[[str], bool | None]


def assess(record: Record, reachable: Reachable) -> Assessment:
    """The record's points.

    reachable: whether an address answers; None where nobody has tried, which gives no points. A metric about
    distributions gives its points for the share of distributions that fulfil it, rounded down.
    """
    parts = (_findability(record), _accessibility(record, reachable), _interoperability(record), _reuse(record))
    return Assessment(tuple(metric for part in (*parts, _context(record)) for metric in part))


def _metric(dimension: Dimension, key: str, most: int, share: float) -> Metric:
    return Metric(dimension, key, int(most * share + 1e-9), most)


def _share(record: Record, holds: Callable[[RecordDistribution], object]) -> float:
    items = record.distributions
    return sum(1 for item in items if holds(item)) / len(items) if items else 0.0


def _any(record: Record, holds: Callable[[RecordDistribution], object]) -> float:
    return float(any(holds(item) for item in record.distributions))


def _findability(record: Record) -> list[Metric]:
    here = Dimension.FINDABILITY
    return [
        _metric(here, "keywords", 30, bool(record.keywords or record.keywords_en)),
        _metric(here, "themes", 30, bool(record.themes)),
        _metric(here, "spatial", 20, bool(record.spatial or record.geocoding)),
        _metric(here, "temporal", 20, any(record.temporal)),
    ]


def _accessibility(record: Record, reachable: Reachable) -> list[Metric]:
    here = Dimension.ACCESSIBILITY
    downloads = [item for item in record.distributions if item.download]
    works = sum(1 for item in downloads if reachable(item.url)) / len(downloads) if downloads else 0.0
    return [
        _metric(here, "access_works", 50, _share(record, lambda item: reachable(item.url))),
        _metric(here, "download_url", 20, bool(downloads)),
        _metric(here, "download_works", 30, works),
    ]


def _interoperability(record: Record) -> list[Metric]:
    here = Dimension.INTEROPERABILITY
    return [
        _metric(here, "format", 20, _share(record, lambda item: item.format)),
        _metric(here, "media_type", 10, _share(record, lambda item: item.media_type)),
        _metric(here, "vocabulary", 10, _share(record, lambda item: item.format in KNOWN_FORMATS and item.media_type)),
        _metric(here, "open_format", 20, _any(record, lambda item: item.format in OPEN_FORMATS)),
        _metric(here, "machine_readable", 20, _any(record, lambda item: item.format in MACHINE_READABLE)),
        _metric(here, "profile", 30, _conforms(record)),
    ]


def _conforms(record: Record) -> bool:
    """What DCAT-AP.de 3.0 demands; the writer's form is tested against the profile's shapes."""
    licensed = all(item.licence or record.licence for item in record.distributions)
    return bool(record.title and record.description and record.publisher and record.distributions and licensed)


def _reuse(record: Record) -> list[Metric]:
    here = Dimension.REUSABILITY
    licences = {item.licence or record.licence for item in record.distributions}
    listed = bool(licences) and all(licence.startswith(LICENCE_LISTS) for licence in licences)
    return [
        _metric(here, "licence", 20, bool(licences) and all(licences)),
        _metric(here, "licence_listed", 10, listed),
        # the catalogue holds public data only, and says so in the EU's words (dcat.add_dataset)
        _metric(here, "access_rights", 10, 1),
        _metric(here, "access_rights_listed", 5, 1),
        _metric(here, "contact", 20, bool(record.contact_name or record.contact_email)),
        _metric(here, "publisher", 10, bool(record.publisher)),
    ]


def _context(record: Record) -> list[Metric]:
    here = Dimension.CONTEXT
    return [
        _metric(here, "rights", 5, bool(record.attribution)),
        _metric(here, "size", 5, _share(record, lambda item: item.bytes is not None)),
        _metric(here, "issued", 5, bool(record.issued)),
        _metric(here, "modified", 5, bool(record.modified)),
    ]
