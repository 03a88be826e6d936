-- Raw readings are dropped when their time is over, and a metering point's are erased on demand.
ALTER TABLE metering.register ADD COLUMN erased_before timestamptz;

COMMENT ON COLUMN metering.register.erased_before IS
    'readings before are erased: sent again, they are neither compared nor stored';

-- One row: how far retention has got.
CREATE TABLE metering.retention (
    only_row       boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    dropped_before timestamptz NOT NULL
);

INSERT INTO metering.retention (dropped_before) VALUES ('1970-01-01Z');

-- Who had what erased, and when it was done; only ever completed.
CREATE TABLE metering.erasure (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    metering_point   varchar(33) NOT NULL,
    before           timestamptz NOT NULL,
    requested_at     timestamptz NOT NULL,
    requested_by     varchar(64) NOT NULL,
    reason           varchar(200) NOT NULL,
    readings         bigint NOT NULL DEFAULT 0,
    erased_to        timestamptz NOT NULL DEFAULT '1970-01-01Z',
    readings_done_at timestamptz,
    interval_values  bigint NOT NULL DEFAULT 0,
    done_at          timestamptz
);

CREATE INDEX erasure_open ON metering.erasure (id) WHERE done_at IS NULL;

CREATE INDEX erasure_by_point ON metering.erasure (metering_point);

COMMENT ON COLUMN metering.erasure.erased_to IS 'readings before are erased, but for strays';

COMMENT ON COLUMN metering.erasure.done_at IS
    'when interval values were erased too, after they were evidence for settlement';

-- Drops whole days of readings and of blocks that ended by `before`, the oldest first, at most
-- `most`, and what lies in the default partitions from before. What the next interval values need stays. A register that was
-- silent for all that time starts anew with its next reading. Answers how many partitions it dropped.
CREATE FUNCTION metering.drop_readings(before timestamptz, most integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    day_format CONSTANT text := 'YYYYMMDD';
    kept_from timestamptz;
    partition_name text;
    dropped integer := 0;
BEGIN
    -- Rather later than in the way of everybody else.
    SET LOCAL lock_timeout = '3s';
    kept_from := least(before,
        (SELECT min(search_from) FROM metering.register WHERE due),
        (SELECT min(at) FROM metering.late_reading));
    kept_from := date_trunc('day', kept_from AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
    UPDATE metering.retention SET dropped_before = greatest(dropped_before, kept_from);
    UPDATE metering.register SET next_boundary = NULL, search_from = NULL, boundary_wh = NULL,
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
