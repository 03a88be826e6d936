-- What members let others read of their meter's values: for what purpose, how finely, until when and
-- for what price. Rows are only added, but for the day they are taken back.
CREATE TABLE market.data_grant (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    participant_id bigint NOT NULL REFERENCES market.participant,
    grantee        varchar(254) NOT NULL,
    purpose        varchar(200) NOT NULL,
    resolution     varchar(8) NOT NULL CHECK (resolution IN ('INTERVAL', 'DAY')),
    price_nano     bigint NOT NULL CHECK (price_nano >= 0),
    granted_at     timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL CHECK (expires_at > granted_at),
    revoked_at     timestamptz
);

COMMENT ON COLUMN market.data_grant.grantee IS 'login of an account';
COMMENT ON COLUMN market.data_grant.price_nano IS
    'of each local day whose values are read, once; in the currency of the member''s area';

CREATE INDEX data_grant_of_participant ON market.data_grant (participant_id);
CREATE INDEX data_grant_to_grantee ON market.data_grant (grantee);

-- Each time a grantee read something.
CREATE TABLE market.data_access (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    grant_id  bigint NOT NULL REFERENCES market.data_grant,
    read_at   timestamptz NOT NULL,
    first_day date NOT NULL,
    end_day   date NOT NULL CHECK (end_day > first_day),
    days_read integer NOT NULL CHECK (days_read >= 0)
);

CREATE INDEX data_access_of_grant ON market.data_access (grant_id, id);

-- What grantees owe and members are owed, the same row for both: a day of a grant is paid once.
CREATE TABLE market.data_payment (
    grant_id    bigint NOT NULL REFERENCES market.data_grant,
    day         date NOT NULL,
    amount_nano bigint NOT NULL CHECK (amount_nano > 0),
    paid_at     timestamptz NOT NULL,
    PRIMARY KEY (grant_id, day)
);
