ALTER TABLE metering.site ADD COLUMN has_storage boolean NOT NULL DEFAULT false;

-- UTC days up to this one, exclusive, are checked.
CREATE TABLE metering.check_position (
    id         smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    checked_to timestamptz NOT NULL
);

-- What checks found odd in interval values. A finding never changes a value.
CREATE TABLE metering.finding (
    interval_start timestamptz NOT NULL,
    metering_point varchar(33) NOT NULL,
    channel        varchar(10) NOT NULL,
    check_name     varchar(30) NOT NULL,
    severity       varchar(10) NOT NULL,
    detail         varchar(200) NOT NULL,
    found_at       timestamptz NOT NULL,
    withdrawn_at   timestamptz,
    PRIMARY KEY (metering_point, interval_start, channel, check_name)
);

CREATE INDEX finding_by_time ON metering.finding (found_at);

COMMENT ON COLUMN metering.finding.interval_start IS 'where it ends that was found';
COMMENT ON COLUMN metering.finding.found_at IS 'market time';
COMMENT ON COLUMN metering.finding.withdrawn_at IS
    'market time at which an operator said that nothing was wrong';
