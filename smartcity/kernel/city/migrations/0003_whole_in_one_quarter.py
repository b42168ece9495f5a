"""Most geometries lie wholly in one quarter: then nothing is measured."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("smartcity.kernel.city.migrations.0002_district_at").CREATE
CREATE = """
CREATE OR REPLACE FUNCTION city_district_at(shape geometry) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT coalesce(
        -- covered by one quarter, it has its greatest part there; on a border two may cover it: the lower number
        (SELECT id FROM city_district
         WHERE level = 'quarter' AND ST_Covers(boundary, shape) ORDER BY number LIMIT 1),
        (SELECT id FROM city_district
         WHERE level = 'quarter' AND ST_Intersects(boundary, shape)
         ORDER BY
            CASE ST_Dimension(shape)
                WHEN 0 THEN 0
                WHEN 1 THEN -ST_Length(ST_Intersection(boundary, shape)::geography)
                ELSE -ST_Area(ST_Intersection(boundary, shape)::geography)
            END,
            number
         LIMIT 1))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("city", "0002_district_at")]

    operations = [migrations.RunSQL(CREATE, BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))]
