"""The partitioned table of observations, the numbers of batches, and the function that makes partitions.

The application may write rows but owns nothing; it makes partitions through a function that runs with its owner's rights.
A partition is made beside the table and attached: readers and writers do not wait.
"""

from django.db import migrations

TABLE = """
CREATE TABLE telemetry_observation (
    datastream_id bigint NOT NULL,
    phenomenon_time timestamptz NOT NULL,
    id bigint NOT NULL,
    number double precision,
    dedup integer NOT NULL DEFAULT 0,
    value jsonb,
    phenomenon_end timestamptz,
    result_time timestamptz,
    feature_id bigint,
    extra jsonb,
    CONSTRAINT telemetry_observation_has_one_result CHECK ((number IS NULL) <> (value IS NULL)),
    CONSTRAINT telemetry_observation_ends_later CHECK (phenomenon_end >= phenomenon_time),
    PRIMARY KEY (datastream_id, phenomenon_time, dedup)
) PARTITION BY RANGE (phenomenon_time);
CREATE INDEX telemetry_observation_ids ON telemetry_observation USING brin (id)
    WITH (pages_per_range = 32, autosummarize = on);
CREATE SEQUENCE telemetry_batch_number;
ALTER TABLE telemetry_latest SET (fillfactor = 50);
"""
FUNCTION = """
CREATE FUNCTION telemetry_ensure_partition(moment timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT SET timezone = 'UTC' SET client_min_messages = 'warning' AS $$
DECLARE
    monday timestamptz := date_trunc('week', moment);
    name text := 'telemetry_observation_' || to_char(monday, 'IYYY"w"IW');
BEGIN
    IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(name)) THEN
        PERFORM pg_advisory_xact_lock(hashtext('telemetry.partition'));
        -- whoever held the lock may have made it: only CREATE itself is sure to see that
        EXECUTE format(
            'CREATE TABLE IF NOT EXISTS %I (LIKE telemetry_observation INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
        IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(name)) THEN
            EXECUTE format('ALTER TABLE telemetry_observation ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                name, monday, monday + interval '7 days');
        END IF;
    END IF;
    RETURN name;
END
$$;
"""
REMOVE = """
DROP FUNCTION telemetry_ensure_partition(timestamptz);
DROP SEQUENCE telemetry_batch_number;
DROP TABLE telemetry_observation;
"""


class Migration(migrations.Migration):
    dependencies = [("telemetry", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "SELECT set_config('search_path', current_schema() || ', pg_temp', true)", migrations.RunSQL.noop
        ),
        migrations.RunSQL(TABLE + FUNCTION, REMOVE),
    ]
