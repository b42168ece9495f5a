"""What a room declared, with what only the running platform knows: the city, its offices, full addresses."""

from __future__ import annotations

from django.utils import translation

from smartcity.kernel.catalogue import selectors
from smartcity.kernel.catalogue.declaration import Column, Dataset, Distribution
from smartcity.kernel.catalogue.records import Record, RecordColumn, RecordDistribution
from smartcity.kernel.city.models import Contact, Office
from smartcity.kernel.city.selectors import CityMissingError, current_city

GEOCODING = "http://dcat-ap.de/def/politicalGeocoding/municipalityKey/"
HVD_LAW = "http://data.europa.eu/eli/reg_impl/2023/138/oj"
# the state's portal hands the city's data on to GovData
CONTRIBUTOR = "http://dcat-ap.de/def/contributors/openNRW"
CITY_KEY = "stadt"


def records(datasets: list[Dataset]) -> list[Record]:
    """The records of declared datasets, German first."""
    offices = {office.key: office.name for office in Office.objects.only("key", "name")}
    contact = Contact.objects.filter(role="switchboard").first()
    try:
        city = current_city()
        name, ags, website = city.official_name, city.ags, city.website
    except CityMissingError:
        name, ags, website = "", "", ""
    with translation.override("de"):
        return [
            _record(item, offices.get(item.office, ""), (name, ags, website), contact.label if contact else name)
            for item in datasets
        ]


def _record(item: Dataset, office: str, city: tuple[str, str, str], contact: str) -> Record:
    name, ags, website = city
    modified = item.modified()
    first, last = item.temporal
    return Record(
        slug=item.slug,
        uri=selectors.full(f"/dataset/{item.slug}"),
        title=item.title,
        title_en=item.title_en,
        description=item.description,
        description_en=item.description_en,
        themes=(item.theme.value,),
        licence=item.licence.dcat,
        licence_key=item.licence.value,
        licence_title=item.licence.label,
        attribution=(item.attribution or office or name) if item.licence.needs_attribution else "",
        frequency=item.frequency.value,
        publisher=office or name,
        publisher_key=item.office if office else CITY_KEY,
        publisher_url=website,
        contact_name=contact,
        contact_url=website,
        contributor=CONTRIBUTOR,
        keywords=item.keywords,
        keywords_en=item.keywords_en,
        issued=item.issued.isoformat() if item.issued else "",
        modified=modified.isoformat() if modified else "",
        temporal=(first.isoformat() if first else "", last.isoformat() if last else ""),
        geocoding=f"{GEOCODING}{ags}" if ags else "",
        hvd_category=item.hvd_category,
        legislation=(HVD_LAW,) if item.hvd_category else (),
        landing_page=selectors.full(f"/offene-daten/{item.slug}"),
        access_path=item.access_path,
        distributions=tuple(_distribution(part) for part in item.distributions),
        columns=tuple(_column(part) for part in item.columns),
    )


def _distribution(part: Distribution) -> RecordDistribution:
    return RecordDistribution(
        url=selectors.full(part.path),
        format=part.format,
        media_type=part.media_type,
        title=part.title,
        title_en=part.title_en,
        service=part.service,
        download=not part.service,
        conforms_to=part.conforms_to,
    )


def _column(part: Column) -> RecordColumn:
    return RecordColumn(
        part.name,
        part.type.value,
        part.title,
        part.title_en,
        part.unit,
        part.description,
        part.description_en,
    )
