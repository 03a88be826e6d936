-- What deviations cost in an interval, as the responsible for the area's balance published it. Rows
-- are only added; of an interval the highest version counts. Writers take turns, so that ids become
-- visible in their order.
CREATE TABLE market.imbalance_price (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area_id        integer NOT NULL REFERENCES market.area,
    interval_start timestamptz NOT NULL,
    version        integer NOT NULL CHECK (version >= 1),
    short_micro    bigint NOT NULL,
    long_micro     bigint NOT NULL CHECK (long_micro <= short_micro),
    source         varchar(200) NOT NULL,
    set_by         varchar(64) NOT NULL,
    set_at         timestamptz NOT NULL,
    reason         varchar(200) NOT NULL,
    UNIQUE (area_id, interval_start, version)
);

COMMENT ON COLUMN market.imbalance_price.short_micro IS
    'per kWh taken beyond, or not given of, what was contracted';
COMMENT ON COLUMN market.imbalance_price.long_micro IS
    'per kWh given beyond, or not taken of, what was contracted';

-- How far new prices were looked at, as the position beside it is for values.
ALTER TABLE market.metering_position ADD COLUMN imbalance_price bigint NOT NULL DEFAULT 0;
