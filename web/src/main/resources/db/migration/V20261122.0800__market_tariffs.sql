-- How far apart an area's members are in the grid: the row of the grid fee matrix they pay.
ALTER TABLE market.area
    ADD COLUMN zone_distance varchar(20) NOT NULL DEFAULT 'SAME_TRANSFORMER';

-- Prices that hold from a day on, in the area's local time, until the next one of the same charge
-- and hours. Before the first one holds what area and metering point were registered with. Rows
-- are only ever added, and only for days beyond what can be traded.
CREATE TABLE market.tariff (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area_id        integer NOT NULL REFERENCES market.area,
    participant_id bigint REFERENCES market.participant,
    kind           varchar(10) NOT NULL,
    name           varchar(200) NOT NULL,
    distance       varchar(20),
    days           varchar(70) NOT NULL,
    time_from      time NOT NULL,
    time_until     time NOT NULL,
    price_micro    bigint NOT NULL,
    valid_from     date NOT NULL,
    legal_basis    varchar(200) NOT NULL,
    created_at     timestamptz NOT NULL,
    created_by     varchar(64) NOT NULL,
    CHECK ((participant_id IS NOT NULL) = (kind IN ('RETAIL', 'FEED_IN'))),
    CHECK ((distance IS NOT NULL) = (kind = 'GRID_FEE'))
);

COMMENT ON COLUMN market.tariff.participant_id IS
    'whose own supplier''s price; null for charges that all buyers of the area pay';
