-- Registers that start again (rollover, reset, exchange of the meter) and readings that are held
-- back until it is known why they do not fit.
ALTER TABLE metering.register
    ADD COLUMN changed_at        timestamptz,
    ADD COLUMN offset_wh         bigint NOT NULL DEFAULT 0,
    ADD COLUMN capacity_watts    bigint CHECK (capacity_watts > 0),
    ADD COLUMN boundary_reasons  varchar(100) NOT NULL DEFAULT '',
    ADD COLUMN suspect_screening smallint,
    ADD COLUMN suspect_from      timestamptz,
    ADD COLUMN suspect_from_wh   bigint,
    ADD COLUMN suspect_at        timestamptz,
    ADD COLUMN suspect_wh        bigint,
    ADD COLUMN suspect_readings  integer;

COMMENT ON COLUMN metering.register.changed_at IS 'first usable reading that showed last_wh';
COMMENT ON COLUMN metering.register.offset_wh IS
    'of the newest register_change: last_wh + offset_wh is the energy so far';
COMMENT ON COLUMN metering.register.capacity_watts IS
    'what the connection can carry; null: the configured default';
COMMENT ON COLUMN metering.register.suspect_screening IS
    'verdict of the newest quarantined readings that continue each other, null if there are none';
COMMENT ON COLUMN metering.reading.screening IS
    '0 usable, 1 late, 2 rollback, 3 future, 4 limit, 5 duplicate, 6 contradiction';

-- From from_at on, offset_wh is added to what the register shows, until the next change.
CREATE TABLE metering.register_change (
    register_id    integer NOT NULL,
    from_at        timestamptz NOT NULL,
    offset_wh      bigint NOT NULL,
    reason         varchar(10) NOT NULL,
    uncertainty_wh bigint NOT NULL CHECK (uncertainty_wh >= 0),
    PRIMARY KEY (register_id, from_at)
);

ALTER TABLE metering.interval_value ADD COLUMN reasons varchar(100) NOT NULL DEFAULT '';

COMMENT ON COLUMN metering.interval_value.reasons IS 'names separated by commas, empty for none';
