"""Constraints that Django has no words for: kinds of geometry, sound areas, whole lane lists."""

from django.db import migrations

UP = """
CREATE FUNCTION roadworks_lanes_are_whole(lanes jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT jsonb_typeof(lanes) = 'array' AND NOT EXISTS (
        SELECT 1 FROM jsonb_array_elements(lanes) WITH ORDINALITY AS lane(value, place)
        WHERE (value->>'order')::int IS DISTINCT FROM place::int OR NOT value ?& ARRAY['type', 'status'])
$$;
ALTER TABLE roadworks_roadwork
    ADD CONSTRAINT roadworks_geometry_kind
        CHECK (GeometryType(geometry) IN ('LINESTRING', 'MULTIPOINT', 'POLYGON') AND NOT ST_IsEmpty(geometry)),
    ADD CONSTRAINT roadworks_area_is_sound CHECK (GeometryType(geometry) <> 'POLYGON' OR ST_IsValid(geometry)),
    ADD CONSTRAINT roadworks_detour_kind
        CHECK (detour_geometry IS NULL OR GeometryType(detour_geometry) IN ('LINESTRING', 'MULTIPOINT')),
    ADD CONSTRAINT roadworks_lanes_whole
        CHECK (roadworks_lanes_are_whole(lanes) AND roadworks_lanes_are_whole(opposite_lanes));
ALTER TABLE roadworks_phase
    ADD CONSTRAINT roadworks_phase_lanes_whole
        CHECK (roadworks_lanes_are_whole(lanes) AND roadworks_lanes_are_whole(opposite_lanes));
"""
DOWN = """
ALTER TABLE roadworks_phase DROP CONSTRAINT roadworks_phase_lanes_whole;
ALTER TABLE roadworks_roadwork
    DROP CONSTRAINT roadworks_lanes_whole, DROP CONSTRAINT roadworks_detour_kind,
    DROP CONSTRAINT roadworks_area_is_sound, DROP CONSTRAINT roadworks_geometry_kind;
DROP FUNCTION roadworks_lanes_are_whole(jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("roadworks", "0001_initial")]

    operations = [migrations.RunSQL(UP, DOWN)]
