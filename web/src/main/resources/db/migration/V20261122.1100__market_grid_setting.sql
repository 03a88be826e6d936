-- What operators have said of areas' grids, each from a time on; of those that have begun the one
-- that began last holds, of several the newest row.
CREATE TABLE market.grid_setting (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area_id    integer NOT NULL REFERENCES market.area,
    kind       varchar(20) NOT NULL,
    valid_from timestamptz NOT NULL,
    content    text,
    changed_by varchar(64) NOT NULL,
    changed_at timestamptz NOT NULL,
    reason     varchar(300) NOT NULL
);

CREATE INDEX grid_setting_by_area ON market.grid_setting (area_id, kind, valid_from, id);

COMMENT ON COLUMN market.grid_setting.kind IS 'FEEDER or DEMAND_CHARGE';
COMMENT ON COLUMN market.grid_setting.content IS 'the feeder as in an instance file, or micro-currency per kW; null: none';
