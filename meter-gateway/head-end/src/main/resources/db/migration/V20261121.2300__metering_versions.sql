-- Values that are estimated because no reading came, and later versions of values.
ALTER TABLE metering.register ADD COLUMN estimated_to timestamptz;

COMMENT ON COLUMN metering.register.estimated_to IS
    'end of the last interval that has a value without a reading after it, null if there was none';

-- Only registers that are not read any more stay behind.
CREATE INDEX register_overdue ON metering.register (next_boundary) WHERE boundary_wh IS NOT NULL;

ALTER TABLE metering.interval_value ADD COLUMN register_wh bigint;
ALTER TABLE metering.interval_value ALTER COLUMN reasons TYPE varchar(200);
ALTER TABLE metering.register ALTER COLUMN boundary_reasons TYPE varchar(200);

COMMENT ON COLUMN metering.interval_value.register_wh IS
    'energy so far at the end of the interval; null where the value does not come from registers';

-- Every version of an interval value after the first, in the order of commits: writers hold the
-- advisory lock 'metering.value_revision' until they commit, so that a reader that goes on from
-- the highest id it has seen misses none.
CREATE TABLE metering.value_revision (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    interval_start timestamptz NOT NULL,
    metering_point varchar(33) NOT NULL,
    channel        varchar(10) NOT NULL,
    version        integer NOT NULL,
    cause          varchar(20) NOT NULL,
    recorded_at    timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX value_revision_by_value ON metering.value_revision
    (interval_start, metering_point, channel);

COMMENT ON COLUMN metering.value_revision.recorded_at IS 'wall time of the database';

-- Readings that came after a newer one and have not been looked at again yet.
CREATE TABLE metering.late_reading (
    register_id integer NOT NULL,
    at          timestamptz NOT NULL,
    gateway     integer NOT NULL,
    epoch       bigint NOT NULL,
    sequence    bigint NOT NULL,
    PRIMARY KEY (register_id, at, gateway, epoch, sequence)
);

-- Where a metering point is, as far as its values are judged and estimated by it.
CREATE TABLE metering.site (
    metering_point varchar(33) PRIMARY KEY,
    time_zone      varchar(50) NOT NULL,
    cluster        varchar(64) NOT NULL,
    latitude_e6    integer CHECK (latitude_e6 BETWEEN -90000000 AND 90000000),
    longitude_e6   integer CHECK (longitude_e6 BETWEEN -180000000 AND 180000000),
    peak_w         bigint NOT NULL DEFAULT 0 CHECK (peak_w >= 0),
    CHECK ((latitude_e6 IS NULL) = (longitude_e6 IS NULL))
);

CREATE INDEX site_by_cluster ON metering.site (cluster, metering_point);

COMMENT ON COLUMN metering.site.cluster IS 'neighbours under the same sky';
COMMENT ON COLUMN metering.site.peak_w IS 'of the solar panels, 0 if there are none';
