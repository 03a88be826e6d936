-- Drops whole days of readings and of blocks that ended by `before`, the oldest first, at most
-- `most`, and what lies in the default partitions from before. What the next interval values need stays. A register that was
-- silent for all that time starts anew with its next reading. Answers how many partitions it dropped.
CREATE OR REPLACE FUNCTION metering.drop_readings(before timestamptz, most integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    day_format CONSTANT text := 'YYYYMMDD';
    kept_from timestamptz;
    partition_name text;
    dropped integer := 0;
BEGIN
    -- Rather later than in the way of everybody else.
    SET LOCAL lock_timeout = '3s';
    -- Nobody may make a register due, or queue a late reading, between the look and the drop.
    LOCK TABLE metering.register IN EXCLUSIVE MODE;
    kept_from := least(before,
        (SELECT min(search_from) FROM metering.register WHERE due),
        (SELECT min(at) FROM metering.late_reading));
    kept_from := date_trunc('day', kept_from AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
    UPDATE metering.retention SET dropped_before = greatest(dropped_before, kept_from);
    UPDATE metering.register SET measured_to = CASE WHEN boundary_wh IS NULL THEN measured_to
            ELSE next_boundary - interval '15 minutes' END,
        estimated_to = CASE WHEN boundary_wh IS NULL THEN estimated_to
            ELSE greatest(estimated_to, next_boundary - interval '15 minutes') END,
        next_boundary = NULL, search_from = NULL, boundary_wh = NULL,
        boundary_quality = NULL, boundary_uncertainty_wh = NULL, boundary_reasons = ''
    WHERE search_from < kept_from AND NOT due;
    FOR partition_name IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent IN ('metering.reading'::regclass, 'metering.block'::regclass)
        AND c.relname ~ '^(reading|block)_[0-9]{8}$'
        AND to_date(right(c.relname, 8), day_format) < (kept_from AT TIME ZONE 'UTC')::date
        ORDER BY right(c.relname, 8) LIMIT most
    LOOP
        EXECUTE format('DROP TABLE metering.%I', partition_name);
        dropped := dropped + 1;
    END LOOP;
    DELETE FROM metering.reading_default WHERE at < kept_from;
    DELETE FROM metering.block_default WHERE received_at < kept_from;
    DELETE FROM metering.refused_block WHERE last_at < kept_from;
    RETURN dropped;
END
$$;
