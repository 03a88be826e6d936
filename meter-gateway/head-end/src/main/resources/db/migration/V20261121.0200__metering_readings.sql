CREATE SCHEMA IF NOT EXISTS metering;

-- Public keys whose blocks count.
CREATE TABLE metering.gateway_key (
    key_id        varchar(16) PRIMARY KEY,
    gateway_id    varchar(64) NOT NULL,
    public_key    varchar(200) NOT NULL,
    registered_at timestamptz NOT NULL,
    revoked_at    timestamptz
);

-- How far each gateway's readings are committed. The row is the lock under which blocks of one
-- gateway are taken one after the other. `readings` counts over all epochs.
CREATE TABLE metering.gateway_position (
    number     integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gateway_id varchar(64) NOT NULL UNIQUE,
    epoch      bigint NOT NULL DEFAULT 0,
    sequence   bigint NOT NULL DEFAULT 0,
    readings   bigint NOT NULL DEFAULT 0
);

-- One row per metering point and channel: newest usable reading, and the cursor of the interval
-- stage. A boundary is due once a usable reading exists at or after it. `due` is a column of its
-- own so that a new reading, which rarely changes it, does not touch the index.
CREATE TABLE metering.register (
    id                      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    metering_point          varchar(33) NOT NULL,
    channel                 varchar(10) NOT NULL,
    last_at                 timestamptz,
    last_wh                 bigint,
    next_boundary           timestamptz,
    search_from             timestamptz,
    boundary_wh             bigint,
    boundary_quality        varchar(11),
    boundary_uncertainty_wh bigint,
    due boolean GENERATED ALWAYS AS (coalesce(last_at >= next_boundary, false)) STORED,
    UNIQUE (metering_point, channel)
) WITH (fillfactor = 70);

CREATE INDEX register_due ON metering.register (id) WHERE due;

COMMENT ON COLUMN metering.register.next_boundary IS
    'first boundary that has no value yet; the one before it is boundary_wh, if known';
COMMENT ON COLUMN metering.register.search_from IS
    'time of a usable reading at or before next_boundary; bounds the search to few partitions';

-- Every accepted reading, one partition per UTC day. `screening` says whether it may become energy
-- (0 usable, 1 late, 2 rollback, 3 future) and stands before the time in the key, so that the
-- readings around a boundary are found without passing unusable ones.
CREATE TABLE metering.reading (
    register_id          integer NOT NULL,
    screening            smallint NOT NULL,
    at                   timestamptz NOT NULL,
    gateway              integer NOT NULL,
    epoch                bigint NOT NULL,
    sequence             bigint NOT NULL,
    register_wh          bigint NOT NULL,
    resolution_milli_wh  integer NOT NULL,
    boundary             boolean NOT NULL,
    PRIMARY KEY (register_id, screening, at, gateway, epoch, sequence)
) PARTITION BY RANGE (at);

-- Takes what no day partition covers, so that no reading is ever refused for its date.
CREATE TABLE metering.reading_default PARTITION OF metering.reading DEFAULT;

-- Creates the partition of a UTC day unless it exists. Rows of that day which are already in the
-- default partition move over: PostgreSQL refuses the new partition otherwise.
CREATE FUNCTION metering.ensure_reading_partition(day date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    partition_name text := 'reading_' || to_char(day, 'YYYYMMDD');
    day_start timestamptz := day::timestamp AT TIME ZONE 'UTC';
    day_end timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass('metering.' || partition_name) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('metering.ensure_reading_partition'));
    IF to_regclass('metering.' || partition_name) IS NOT NULL THEN
        RETURN;
    END IF;
    LOCK TABLE metering.reading_default IN ACCESS EXCLUSIVE MODE;
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

-- Energy per register and interval; a correction is a new version. The start comes first in the
-- key because settlement reads one interval of many metering points.
CREATE TABLE metering.interval_value (
    interval_start   timestamptz NOT NULL,
    metering_point   varchar(33) NOT NULL,
    channel          varchar(10) NOT NULL,
    version          integer NOT NULL,
    interval_minutes smallint NOT NULL,
    energy_wh        bigint NOT NULL CHECK (energy_wh >= 0),
    quality          varchar(11) NOT NULL,
    uncertainty_wh   bigint NOT NULL CHECK (uncertainty_wh >= 0),
    PRIMARY KEY (interval_start, metering_point, channel, version)
);

CREATE INDEX interval_value_by_point ON metering.interval_value (metering_point, interval_start);

-- Blocks that were refused for a reason an operator should see. The same bytes sent again count
-- up; the bytes themselves are kept where they are evidence.
CREATE TABLE metering.refused_block (
    digest         bytea NOT NULL,
    reason         varchar(21) NOT NULL,
    text           varchar(500) NOT NULL,
    block          bytea,
    first_at       timestamptz NOT NULL,
    last_at        timestamptz NOT NULL,
    times          bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (digest, reason)
);
