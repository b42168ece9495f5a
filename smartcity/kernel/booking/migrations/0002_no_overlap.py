"""The exclusion constraint that makes a double booking impossible, and the trigger by which expired holds give way.

An exclusion constraint cannot look at the clock. Therefore a row that wants a time first marks the expired holds that
lie across it, in its own transaction and by its own statement. The row lock decides between a hold that is being
confirmed and one that is being superseded; the constraint decides between two that want the freed time.
"""

from django.db import migrations

UP = """
ALTER TABLE booking_booking ADD CONSTRAINT booking_no_overlap
    EXCLUDE USING gist (resource_id WITH =, place WITH =, period WITH &&) WHERE (state IN ('held', 'booked'));
CREATE FUNCTION booking_supersede() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.place > (SELECT places FROM booking_resource WHERE id = NEW.resource_id) THEN
        RAISE EXCEPTION 'booking_place_exists: resource % has no place %', NEW.resource_id, NEW.place
            USING ERRCODE = 'check_violation';
    END IF;
    UPDATE booking_booking b SET state = 'expired'
    WHERE b.resource_id = NEW.resource_id AND b.place = NEW.place AND b.state = 'held'
      AND b.expires_at <= clock_timestamp() AND b.id IS DISTINCT FROM NEW.id
      AND b.period && tstzrange(NEW.starts, NEW.blocked_until);
    RETURN NEW;
END $$;
CREATE TRIGGER booking_supersede BEFORE INSERT OR UPDATE OF resource_id, place, starts, blocked_until, state
    ON booking_booking FOR EACH ROW WHEN (NEW.state IN ('held', 'booked')) EXECUTE FUNCTION booking_supersede();
"""
DOWN = """
DROP TRIGGER booking_supersede ON booking_booking;
DROP FUNCTION booking_supersede();
ALTER TABLE booking_booking DROP CONSTRAINT booking_no_overlap;
"""


class Migration(migrations.Migration):
    dependencies = [("booking", "0001_initial"), ("city", "0001_city")]

    operations = [migrations.RunSQL(UP, DOWN)]
