-- What an area may take from the grid or give to it, W. The balancer plans within it, and the engine
-- takes no trade beyond it.
CREATE TABLE market.area_limit (
    area_id     integer NOT NULL REFERENCES market.area,
    id          varchar(64) NOT NULL,
    source      varchar(20) NOT NULL,
    import_w    integer CHECK (import_w >= 0),
    export_w    integer CHECK (export_w >= 0),
    floor_w     integer NOT NULL CHECK (floor_w >= 0),
    valid_from  timestamptz,
    valid_until timestamptz,
    expires_at  timestamptz,
    PRIMARY KEY (area_id, id),
    CHECK (import_w IS NOT NULL OR export_w IS NOT NULL)
);

-- Who set or deleted which limit, when and why.
CREATE TABLE market.area_limit_change (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area_id    integer NOT NULL REFERENCES market.area,
    limit_id   varchar(64) NOT NULL,
    content    varchar(500),
    changed_by varchar(64) NOT NULL,
    changed_at timestamptz NOT NULL,
    reason     varchar(300) NOT NULL
);

CREATE INDEX area_limit_change_by_area ON market.area_limit_change (area_id, id);

COMMENT ON COLUMN market.area_limit_change.content IS 'JSON; null: deleted';

-- How each area is balanced, and by which process.
CREATE TABLE market.balancing (
    area_id    integer PRIMARY KEY REFERENCES market.area,
    paused     boolean NOT NULL DEFAULT false,
    wanted     bigint NOT NULL DEFAULT 0,
    changed_by varchar(64),
    changed_at timestamptz,
    reason     varchar(300),
    state      varchar(20) NOT NULL DEFAULT 'WAITING',
    detail     varchar(300) NOT NULL DEFAULT '',
    holder     varchar(64),
    held_until timestamptz
);

COMMENT ON COLUMN market.balancing.wanted IS 'grows with each wish to plan anew';
COMMENT ON COLUMN market.balancing.held_until IS 'wall time; afterwards another process may balance';

-- Plans, cost in quarters of a nano-currency. `community` is the planned instance, as a file.
CREATE TABLE market.balancing_plan (
    area_id       integer NOT NULL REFERENCES market.area,
    version       bigint NOT NULL,
    made_at       timestamptz NOT NULL,
    horizon_start timestamptz NOT NULL,
    cause         varchar(100) NOT NULL,
    published     boolean NOT NULL,
    cost          bigint NOT NULL,
    uncoordinated_cost bigint NOT NULL,
    content       text NOT NULL,
    community     text NOT NULL,
    PRIMARY KEY (area_id, version)
);

-- Net power of an area in each interval: what was planned last, what the devices would have done by
-- themselves, and what was metered.
CREATE TABLE market.balancing_interval (
    area_id         integer NOT NULL REFERENCES market.area,
    interval_start  timestamptz NOT NULL,
    plan_version    bigint,
    planned_w       integer,
    uncoordinated_w integer,
    import_limit_w  integer,
    export_limit_w  integer,
    measured_w      integer,
    PRIMARY KEY (area_id, interval_start)
);

COMMENT ON COLUMN market.balancing_interval.measured_w IS 'null until every home has its values';

-- Energy of controlled devices by their telemetry; for forecasts and backtests, never for settling.
CREATE TABLE market.device_energy (
    metering_point varchar(33) NOT NULL,
    interval_start timestamptz NOT NULL,
    battery_wh     integer,
    charger_wh     integer,
    PRIMARY KEY (metering_point, interval_start)
);

COMMENT ON COLUMN market.device_energy.battery_wh IS 'positive is charging';
