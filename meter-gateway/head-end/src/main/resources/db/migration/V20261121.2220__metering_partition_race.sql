-- Waiting for the default partition's lock also brings the news of a partition that somebody else
-- has just created; waiting for an advisory lock does not.
CREATE OR REPLACE FUNCTION metering.ensure_reading_partition(day date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    partition_name text := 'reading_' || to_char(day, 'YYYYMMDD');
    day_start timestamptz := day::timestamp AT TIME ZONE 'UTC';
    day_end timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass('metering.' || partition_name) IS NOT NULL THEN
        RETURN;
    END IF;
    LOCK TABLE metering.reading_default IN ACCESS EXCLUSIVE MODE;
    IF to_regclass('metering.' || partition_name) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE metering.%I (LIKE metering.reading INCLUDING ALL)',
                   partition_name);
    EXECUTE format('WITH moved AS (DELETE FROM metering.reading_default '
                   'WHERE at >= %L AND at < %L RETURNING *) '
                   'INSERT INTO metering.%I SELECT * FROM moved',
                   day_start, day_end, partition_name);
    EXECUTE format('ALTER TABLE metering.reading ATTACH PARTITION metering.%I '
                   'FOR VALUES FROM (%L) TO (%L)', partition_name, day_start, day_end);
END
$$;
