"""The SQL function that says in which quarter a geometry lies."""

from django.db import migrations

CREATE = """
CREATE FUNCTION city_district_at(shape geometry) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT id FROM city_district
    WHERE level = 'quarter' AND ST_Intersects(boundary, shape)
    ORDER BY
        CASE ST_Dimension(shape)
            WHEN 0 THEN 0
            WHEN 1 THEN -ST_Length(ST_Intersection(boundary, shape)::geography)
            ELSE -ST_Area(ST_Intersection(boundary, shape)::geography)
        END,
        number
    LIMIT 1
$$;
COMMENT ON FUNCTION city_district_at(geometry) IS
    'Quarter of a WGS 84 geometry: the one with its greatest part; on a border the lower number; NULL outside the city';
"""


class Migration(migrations.Migration):
    dependencies = [("city", "0001_city")]

    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION city_district_at(geometry)")]
