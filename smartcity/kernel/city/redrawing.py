"""District rows get their boundaries: exact ones where they are known, schematic cells in between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shapely.geometry import MultiPolygon

from smartcity.kernel.city import rows
from smartcity.kernel.city.models import District
from smartcity.kernel.city.schematic import Seed, draw
from smartcity.kernel.refusal import Refusal, Refused

Source = tuple[str, str]


def redraw(
    districts: Mapping[str, District],
    seeds: Iterable[Seed],
    outline: MultiPolygon,
    exact: Mapping[str, MultiPolygon],
    sources: Mapping[str, Source],
) -> None:
    """Set boundary, schematic, licence and attribution of the rows (not saved).

    districts: rows by number; exact: imported boundaries by number; sources: their (licence, attribution).
    Raises Refused when a quarter is left without any area.
    """
    drawn = draw(outline, seeds, exact)
    empty = [number for number in districts if drawn[number].shape.is_empty]
    if empty:
        rule = "Für diese Ortsteile bleibt neben den importierten Grenzen keine Fläche."
        raise Refused([Refusal("Grenzen", rule, ", ".join(empty), "Importieren Sie auch ihre Grenzen.")])
    for number, row in districts.items():
        row.boundary = rows.to_geos(drawn[number].shape)
        row.schematic = drawn[number].schematic
        row.licence, row.attribution = sources.get(number, ("", ""))
    for row in districts.values():
        if not row.schematic and row.number not in sources:
            _credit(row, [sources[seed.number] for seed in seeds if seed.borough == row.number])


def _credit(borough: District, parts: list[Source]) -> None:
    """A borough put together from exact quarters owes its parts' licences and attributions."""
    borough.licence = ", ".join(dict.fromkeys(licence for licence, _ in parts))[:120]
    borough.attribution = "; ".join(dict.fromkeys(attribution for _, attribution in parts))[:300]
