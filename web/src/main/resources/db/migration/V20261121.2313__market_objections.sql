-- What members object to about their reputation, and what operators answered; once each.
CREATE TABLE market.objection (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    metering_point varchar(33) NOT NULL REFERENCES market.metering_point,
    filed_at       timestamptz NOT NULL,
    text           varchar(1000) NOT NULL,
    interval_start timestamptz,
    channel        varchar(10),
    check_name     varchar(30),
    answered_at    timestamptz,
    answered_by    varchar(64),
    upheld         boolean,
    answer         varchar(1000),
    CHECK ((interval_start IS NULL) = (check_name IS NULL)),
    CHECK ((answered_at IS NULL) = (upheld IS NULL))
);

CREATE INDEX objection_by_point ON market.objection (metering_point, id);

COMMENT ON COLUMN market.objection.check_name IS
    'with interval and channel: the finding it is about; null if it is about the rest';
COMMENT ON COLUMN market.objection.filed_at IS 'market time';
