-- What devices give beside their registers. A column without a default rewrites and scans nothing.
ALTER TABLE metering.reading ADD COLUMN power_w integer;

COMMENT ON COLUMN metering.reading.power_w IS
    'active power at that time, positive if it makes this register count up; null: unknown';

-- Few readings have it, so that a day's are found without passing all others. ONLY: days that are
-- there already are not scanned while their table is locked. No reading of before has power, and of
-- the few days made ahead the key finds a register's readings. metering.ensure_reading_partition
-- copies this index to each new day; that it is not valid on the parent means just that some day
-- lacks it.
CREATE INDEX reading_with_power ON ONLY metering.reading (register_id, at) WHERE power_w IS NOT NULL;

-- How the device behind a register named itself and by what it was decoded, from when on. A new
-- row only where that changes.
CREATE TABLE metering.register_device (
    register_id  integer NOT NULL,
    from_at      timestamptz NOT NULL,
    gateway      integer NOT NULL,
    identity     varchar(120),
    profile      varchar(64) NOT NULL,
    profile_hash bytea NOT NULL,
    PRIMARY KEY (register_id, from_at)
);

CREATE INDEX register_device_by_time ON metering.register_device (from_at);

COMMENT ON COLUMN metering.register_device.from_at IS 'time of the first reading that said so';
COMMENT ON COLUMN metering.register_device.identity IS 'null: the device has not named itself';
