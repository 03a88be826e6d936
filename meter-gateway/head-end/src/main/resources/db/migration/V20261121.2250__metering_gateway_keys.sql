-- Gateways enrol keys themselves, with a code of the operator; keys end; points belong to gateways.
ALTER TABLE metering.gateway_key
    ADD COLUMN introduced_by     varchar(16) REFERENCES metering.gateway_key,
    ADD COLUMN valid_until       timestamptz,
    ADD COLUMN revoked_because   varchar(200),
    ADD COLUMN compromised_since timestamptz;

COMMENT ON COLUMN metering.gateway_key.introduced_by IS 'key that signed the rotation to this one';
COMMENT ON COLUMN metering.gateway_key.valid_until IS 'end after a rotation, exclusive';

ALTER TABLE metering.gateway_position
    ADD COLUMN version    bigint NOT NULL DEFAULT 0,
    ADD COLUMN all_points boolean NOT NULL DEFAULT false,
    ADD COLUMN gap_epoch  bigint,
    ADD COLUMN gap_first  bigint,
    ADD COLUMN gap_at     timestamptz;

-- Gateways of before reported every point and go on until an operator assigns theirs.
UPDATE metering.gateway_position SET all_points = true;

COMMENT ON COLUMN metering.gateway_position.version IS
    'counts changes of the gateway''s keys and points: what is remembered of them is compared';
COMMENT ON COLUMN metering.gateway_position.gap_first IS
    'first sequence of the last block that was refused because readings before it are missing';

-- The newest code of each gateway. Only hashes: the code is shown once, to the operator.
CREATE TABLE metering.enrolment_code (
    gateway    integer PRIMARY KEY REFERENCES metering.gateway_position (number),
    token_hash varchar(64) NOT NULL,
    expires_at timestamptz NOT NULL,
    used_by    varchar(16) REFERENCES metering.gateway_key
);

-- SHA-256 of the random password a gateway has made up for the broker.
CREATE TABLE metering.gateway_login (
    gateway       integer PRIMARY KEY REFERENCES metering.gateway_position (number),
    password_hash varchar(64) NOT NULL
);

-- From from_at until the next row of the point, only this gateway may report it; null: nobody.
CREATE TABLE metering.point_assignment (
    metering_point varchar(33) NOT NULL,
    from_at        timestamptz NOT NULL,
    gateway        integer REFERENCES metering.gateway_position (number),
    PRIMARY KEY (metering_point, from_at)
);

CREATE INDEX point_assignment_by_gateway ON metering.point_assignment (gateway);

-- Readings of points that were not the gateway's, counted; they are kept with screening 7.
CREATE TABLE metering.foreign_point (
    gateway        integer NOT NULL REFERENCES metering.gateway_position (number),
    metering_point varchar(33) NOT NULL,
    readings       bigint NOT NULL,
    first_at       timestamptz NOT NULL,
    last_at        timestamptz NOT NULL,
    PRIMARY KEY (gateway, metering_point)
);

-- Who did what to a gateway's rights, and why; only ever appended.
CREATE TABLE metering.gateway_event (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gateway    integer NOT NULL REFERENCES metering.gateway_position (number),
    at         timestamptz NOT NULL,
    actor      varchar(64) NOT NULL,
    kind       varchar(20) NOT NULL,
    detail     varchar(500) NOT NULL
);

CREATE INDEX gateway_event_by_gateway ON metering.gateway_event (gateway, id);

COMMENT ON COLUMN metering.reading.screening IS
    '0 usable, 1 late, 2 rollback, 3 future, 4 limit, 5 duplicate, 6 contradiction, 7 foreign';
