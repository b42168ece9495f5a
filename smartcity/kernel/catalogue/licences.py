"""The licences under which the city gives data away."""

from __future__ import annotations

from enum import StrEnum


class Licence(StrEnum):
    """An open licence; the value is the short name used in the German open-data world.

    Sources: dcat-ap.de/def/licenses, spdx.org/licenses.
    """

    DL_DE_BY = "dl-de/by-2-0"
    DL_DE_ZERO = "dl-de/zero-2-0"
    CC_BY = "cc-by-4.0"
    ODBL = "odbl-1.0"

    @property
    def label(self) -> str:
        """The licence's name as its authors write it."""
        return _FACTS[self][0]

    @property
    def url(self) -> str:
        """Address of the licence's text."""
        return _FACTS[self][1]

    @property
    def dcat(self) -> str:
        """The licence's URI in the DCAT-AP.de vocabulary."""
        return f"http://dcat-ap.de/def/licenses/{_FACTS[self][2]}"

    @property
    def needs_attribution(self) -> bool:
        """Whether users must name the source."""
        return self is not Licence.DL_DE_ZERO


_FACTS: dict[Licence, tuple[str, str, str]] = {
    Licence.DL_DE_BY: (
        "Datenlizenz Deutschland – Namensnennung – Version 2.0",
        "https://www.govdata.de/dl-de/by-2-0",
        "dl-by-de/2.0",
    ),
    Licence.DL_DE_ZERO: (
        "Datenlizenz Deutschland – Zero – Version 2.0",
        "https://www.govdata.de/dl-de/zero-2-0",
        "dl-zero-de/2.0",
    ),
    Licence.CC_BY: (
        "Creative Commons Namensnennung 4.0 International (CC BY 4.0)",
        "https://creativecommons.org/licenses/by/4.0/",
        "cc-by/4.0",
    ),
    Licence.ODBL: (
        "Open Data Commons Open Database License 1.0 (ODbL)",
        "https://opendatacommons.org/licenses/odbl/1-0/",
        "odbl",
    ),
}
