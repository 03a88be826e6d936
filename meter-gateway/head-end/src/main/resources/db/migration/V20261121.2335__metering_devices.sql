-- Whether the devices of a metering point give values, as its gateway reports, and how that changed.
CREATE TABLE metering.device_state (
    metering_point varchar(33) NOT NULL,
    device         varchar(10) NOT NULL,
    state          varchar(10) NOT NULL,
    since          timestamptz NOT NULL,
    gateway        integer NOT NULL REFERENCES metering.gateway_position (number),
    reported_at    timestamptz NOT NULL,
    PRIMARY KEY (metering_point, device)
);

COMMENT ON COLUMN metering.device_state.since IS 'of its last good value if it gives none';

-- The newest 200 of each device.
CREATE TABLE metering.device_event (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    metering_point varchar(33) NOT NULL,
    device         varchar(10) NOT NULL,
    state          varchar(10) NOT NULL,
    since          timestamptz NOT NULL,
    reported_at    timestamptz NOT NULL
);

CREATE INDEX device_event_by_device ON metering.device_event (metering_point, device, id);
