"""A record as CKAN's package, and its parts as CKAN's resources, tags, groups and organisation. Free of Django."""

from __future__ import annotations

import uuid
from typing import Any

from smartcity.kernel.catalogue.records import Record

SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:smartcity:catalogue")


def identity(*parts: str) -> str:
    """A stable identifier in CKAN's form."""
    return str(uuid.uuid5(SPACE, "/".join(parts)))


def moment(text: str) -> str | None:
    """A moment as CKAN writes it: without a zone."""
    return text[:19] if text else None


def package_of(record: Record, page: str, created: str, changed: str) -> dict[str, Any]:
    """The package; ``page``: its address for people; ``created``, ``changed``: when the entry was."""
    key = identity("package", record.slug)
    tags = [tag for tag in record.keywords if tag]
    return {
        "id": key,
        "name": record.slug,
        "title": record.title,
        "notes": record.description,
        "url": record.landing_page or page,
        "type": "dataset",
        "state": "active",
        "private": False,
        "isopen": bool(record.licence_key),
        "version": None,
        "author": record.publisher,
        "author_email": None,
        "maintainer": record.contact_name or None,
        "maintainer_email": record.contact_email or None,
        "license_id": record.licence_key or record.licence,
        "license_title": record.licence_title or record.licence,
        "license_url": record.licence,
        "metadata_created": moment(created),
        "metadata_modified": moment(changed),
        "creator_user_id": None,
        "owner_org": identity("organization", record.publisher_key),
        "organization": organization_of(record.publisher_key, record.publisher),
        "extras": _extras(record),
        "groups": [group_of(theme) for theme in record.themes],
        "tags": [tag_of(tag) for tag in tags],
        "num_tags": len(tags),
        "num_resources": len(record.distributions),
        "resources": _resources(record, key, created),
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }


def _extras(record: Record) -> list[dict[str, str]]:
    """What CKAN's package has no field for."""
    extras = {
        "frequency": record.frequency,
        "spatial": record.spatial,
        "temporal_start": record.temporal[0],
        "temporal_end": record.temporal[1],
        "contributorID": record.contributor,
        "politicalGeocodingURI": record.geocoding,
        "hvd_category": record.hvd_category,
        "issued": record.issued,
        "uri": record.uri,
    }
    return [{"key": name, "value": value} for name, value in extras.items() if value]


def organization_of(key: str, title: str) -> dict[str, Any]:
    """The publisher as CKAN's organisation."""
    return {
        "id": identity("organization", key),
        "name": key,
        "title": title,
        "display_name": title,
        "type": "organization",
        "description": "",
        "image_url": "",
        "is_organization": True,
        "approval_status": "approved",
        "state": "active",
    }


def group_of(theme: str, title: str = "") -> dict[str, Any]:
    """A data theme as CKAN's group."""
    words = title or theme
    return {
        "id": identity("group", theme),
        "name": theme.lower(),
        "title": words,
        "display_name": words,
        "description": "",
        "image_display_url": "",
    }


def tag_of(name: str) -> dict[str, Any]:
    """A keyword as CKAN's tag."""
    return {
        "id": identity("tag", name),
        "name": name,
        "display_name": name,
        "state": "active",
        "vocabulary_id": None,
    }


def _resources(record: Record, key: str, created: str) -> list[dict[str, Any]]:
    return [
        {
            "id": item.key or identity("resource", record.slug, str(place), item.url),
            "package_id": key,
            "name": item.title or item.format,
            "description": "",
            "format": item.format,
            "mimetype": item.media_type or None,
            "url": item.url,
            "url_type": "datastore" if item.key else None,
            "datastore_active": bool(item.key),
            "position": place,
            "state": "active",
            "size": item.bytes,
            "hash": "",
            "created": moment(created),
            "last_modified": moment(record.modified),
            "license": item.licence or record.licence,
        }
        for place, item in enumerate(record.distributions)
    ]
