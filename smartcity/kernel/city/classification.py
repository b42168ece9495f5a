"""What the city's fields say about people: nothing. Offices publish no names and only the switchboard's number."""

from __future__ import annotations

from smartcity.kernel.city.models import (
    City,
    ClosingDay,
    Contact,
    District,
    Office,
    OpeningRule,
    Place,
    SchoolHoliday,
    SpecialOpening,
    Street,
)

MODELS = (
    City,
    ClosingDay,
    Contact,
    District,
    Office,
    OpeningRule,
    Place,
    SchoolHoliday,
    SpecialOpening,
    Street,
    Street.quarters.through,
)

PERSONAL = {f"{model.__name__}.{field.name}": "none" for model in MODELS for field in model._meta.concrete_fields}
