"""The function that drops partitions in which nothing is left; the application owns none of them."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION telemetry_drop_empty_partitions(before timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET timezone = 'UTC' AS $$
DECLARE
    found record;
    filled boolean;
    dropped integer := 0;
BEGIN
    FOR found IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = to_regclass('telemetry_observation')
            AND to_date(right(c.relname, 7), 'IYYY"w"IW') + 7 <= before
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', found.relname) INTO filled;
        CONTINUE WHEN filled;
        -- nobody may write between the last look and the end of the partition
        EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', found.relname);
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', found.relname) INTO filled;
        CONTINUE WHEN filled;
        EXECUTE format('DROP TABLE %I', found.relname);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("telemetry", "0003_rollups")]
    operations = [
        migrations.RunSQL(
            "SELECT set_config('search_path', current_schema() || ', pg_temp', true)", migrations.RunSQL.noop
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION telemetry_drop_empty_partitions(timestamptz)"),
    ]
