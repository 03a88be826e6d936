-- Members who let the market control devices at their metering point. No row: they do not.
CREATE TABLE metering.control_consent (
    metering_point varchar(33) PRIMARY KEY,
    granted        boolean NOT NULL,
    changed_at     timestamptz NOT NULL
);

-- The row is the lock under which plans of one device are numbered.
CREATE TABLE metering.setpoint_target (
    metering_point varchar(33) NOT NULL,
    device         varchar(8) NOT NULL,
    sequence       bigint NOT NULL,
    PRIMARY KEY (metering_point, device)
);

-- One row per plan. `plan` and `report` are what is signed, `signed_report` is the gateway's proof.
CREATE TABLE metering.setpoint_command (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    metering_point varchar(33) NOT NULL,
    device         varchar(8) NOT NULL,
    sequence       bigint NOT NULL,
    gateway_id     varchar(64) NOT NULL,
    plan           bytea NOT NULL,
    issued_by      varchar(64) NOT NULL,
    expires_at     timestamptz NOT NULL,
    state          varchar(10) NOT NULL,
    sends          integer NOT NULL DEFAULT 0,
    sent_at        timestamptz,
    revision       bigint NOT NULL DEFAULT 0,
    report         bytea,
    signed_report  bytea,
    UNIQUE (metering_point, device, sequence)
);

CREATE INDEX setpoint_command_unanswered ON metering.setpoint_command (id)
    WHERE state IN ('ISSUED', 'SENT');

COMMENT ON COLUMN metering.setpoint_command.revision IS 'of the report; older ones change nothing';
