"""Opening times of one resource lie apart: two at once would leave open how many places there are."""

from __future__ import annotations

from django.db import migrations

# seasons as ranges: term is 0, school holidays are 1, always is both; times of day in seconds
APART = """
ALTER TABLE booking_weeklyopening ADD CONSTRAINT booking_weekly_no_overlap EXCLUDE USING gist (
    resource_id WITH =,
    weekday WITH =,
    int4range(extract(epoch FROM opens)::int, extract(epoch FROM closes)::int) WITH &&,
    daterange(valid_from, valid_to, '[]') WITH &&,
    int4range(CASE season WHEN 'school_holidays' THEN 1 ELSE 0 END, CASE season WHEN 'term' THEN 1 ELSE 2 END) WITH &&
);
ALTER TABLE booking_dayopening ADD CONSTRAINT booking_day_no_overlap EXCLUDE USING gist (
    resource_id WITH =,
    day WITH =,
    int4range(extract(epoch FROM opens)::int, extract(epoch FROM closes)::int) WITH &&
) WHERE (places > 0);
"""
TOGETHER = """
ALTER TABLE booking_weeklyopening DROP CONSTRAINT booking_weekly_no_overlap;
ALTER TABLE booking_dayopening DROP CONSTRAINT booking_day_no_overlap;
"""


class Migration(migrations.Migration):
    """Two exclusion constraints."""

    dependencies = [("booking", "0002_no_overlap")]

    operations = [migrations.RunSQL(APART, TOGETHER)]
