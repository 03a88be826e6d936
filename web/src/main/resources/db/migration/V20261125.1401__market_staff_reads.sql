-- What operators and the utility read of single members; the members see it.
CREATE TABLE market.staff_read (
    participant_id bigint NOT NULL,
    account_id     bigint NOT NULL,
    reader         varchar(254) NOT NULL,
    role           varchar(10) NOT NULL,
    kind           varchar(20) NOT NULL,
    day            date NOT NULL,
    reads          bigint NOT NULL CHECK (reads > 0),
    first_at       timestamptz NOT NULL,
    last_at        timestamptz NOT NULL,
    PRIMARY KEY (participant_id, account_id, kind, day)
);

CREATE INDEX staff_read_of_account ON market.staff_read (account_id);
CREATE INDEX staff_read_newest ON market.staff_read (participant_id, last_at);

COMMENT ON TABLE market.staff_read IS
    'one row a day for an account, a member and a kind of values; stays, without its name, when the account is removed';
COMMENT ON COLUMN market.staff_read.day IS 'of market time, UTC';
