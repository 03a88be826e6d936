-- How far later versions of interval values were looked at.
CREATE TABLE market.metering_position (
    id       smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    revision bigint NOT NULL
);

INSERT INTO market.metering_position (revision) VALUES (0);

-- Settled intervals whose values have changed since. Times are market time.
CREATE TABLE market.resettlement (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area_id        integer NOT NULL REFERENCES market.area,
    interval_start timestamptz NOT NULL,
    causes         varchar(100) NOT NULL,
    first_at       timestamptz NOT NULL,
    last_at        timestamptz NOT NULL,
    done_at        timestamptz,
    version        integer,
    problem        varchar(300)
);

CREATE UNIQUE INDEX resettlement_due ON market.resettlement (area_id, interval_start)
    WHERE done_at IS NULL;

COMMENT ON COLUMN market.resettlement.version IS
    'of the settlement that took the new values; null with done_at: nothing changed by them';
COMMENT ON COLUMN market.resettlement.problem IS 'why it could not be settled again';
