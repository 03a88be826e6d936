-- What operators told of meters and what became of it; rows are never changed.
CREATE TABLE metering.meter_operation (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at             timestamptz NOT NULL,
    login          varchar(64) NOT NULL,
    reason         varchar(200) NOT NULL,
    metering_point varchar(33) NOT NULL,
    channel        varchar(10) NOT NULL,
    operation      varchar(20) NOT NULL,
    detail         varchar(300) NOT NULL,
    outcome        varchar(30) NOT NULL
);

CREATE INDEX meter_operation_by_point ON metering.meter_operation (metering_point, id);

COMMENT ON COLUMN metering.meter_operation.at IS 'market time';
