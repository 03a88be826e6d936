CREATE SCHEMA IF NOT EXISTS settlement;

-- One row per settled version of an interval. Rows are never changed; a correction is the next
-- version, and the highest one counts.
CREATE TABLE settlement.interval_settlement (
    area                integer NOT NULL,
    interval_start      timestamptz NOT NULL,
    version             integer NOT NULL CHECK (version >= 1),
    interval_minutes    smallint NOT NULL,
    sha256              varchar(64) NOT NULL,
    matched_wh          bigint NOT NULL CHECK (matched_wh >= 0),
    pool_wh             bigint NOT NULL CHECK (pool_wh >= 0),
    residual_supply_wh  bigint NOT NULL CHECK (residual_supply_wh >= 0),
    residual_feed_in_wh bigint NOT NULL CHECK (residual_feed_in_wh >= 0),
    saved_nano          bigint NOT NULL CHECK (saved_nano >= 0),
    line_count          integer NOT NULL CHECK (line_count >= 0),
    created_at          timestamptz NOT NULL,
    reason              varchar(200) NOT NULL,
    -- A version follows the one before it; gaps would hide a correction.
    previous_version    integer GENERATED ALWAYS AS (nullif(version, 1) - 1) STORED,
    PRIMARY KEY (area, interval_start, version),
    FOREIGN KEY (area, interval_start, previous_version)
        REFERENCES settlement.interval_settlement (area, interval_start, version)
);

COMMENT ON COLUMN settlement.interval_settlement.created_at IS 'market time';
COMMENT ON COLUMN settlement.interval_settlement.sha256 IS
    'of the canonical bytes of the lines; the same input gives the same hash';

-- Double entry: each event is two rows of neighbouring numbers whose amounts cancel.
CREATE TABLE settlement.settlement_line (
    area           integer NOT NULL,
    interval_start timestamptz NOT NULL,
    version        integer NOT NULL,
    number         integer NOT NULL CHECK (number >= 1),
    participant    bigint NOT NULL,
    counterparty   bigint NOT NULL CHECK (counterparty <> participant),
    kind           varchar(16) NOT NULL,
    direction      varchar(6) NOT NULL,
    energy_wh      bigint NOT NULL CHECK (energy_wh > 0),
    price_micro    bigint NOT NULL,
    amount_nano    bigint NOT NULL CHECK (abs(amount_nano) = abs(energy_wh * price_micro)),
    quality        varchar(11) NOT NULL,
    trade          bigint,
    salt           bytea NOT NULL CHECK (octet_length(salt) = 32),
    PRIMARY KEY (area, interval_start, version, number),
    FOREIGN KEY (area, interval_start, version) REFERENCES settlement.interval_settlement
);

-- A member's statement reads one participant over a range of time.
CREATE INDEX settlement_line_by_participant
    ON settlement.settlement_line (participant, interval_start);
