-- How metering points are connected to the grid, as operators have said; the newest row holds.
CREATE TABLE market.grid_connection (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    metering_point varchar(33) NOT NULL REFERENCES market.metering_point ON DELETE CASCADE,
    phases         varchar(11),
    import_w       integer CHECK (import_w >= 0),
    export_w       integer CHECK (export_w >= 0),
    changed_by     varchar(64) NOT NULL,
    changed_at     timestamptz NOT NULL,
    reason         varchar(300) NOT NULL
);

CREATE INDEX grid_connection_by_point ON market.grid_connection (metering_point, id);

COMMENT ON COLUMN market.grid_connection.phases IS 'L1, L2, L3 or THREE_PHASE; null: unknown';
