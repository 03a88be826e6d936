-- What happened with accounts, by wall time; kept for two years.
CREATE TABLE market.account_event (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT now(),
    account_id bigint REFERENCES market.account ON DELETE SET NULL,
    kind       varchar(20) NOT NULL,
    by_login   varchar(254) NOT NULL,
    address    varchar(64) NOT NULL,
    detail     varchar(200) NOT NULL
);

CREATE INDEX account_event_of ON market.account_event (account_id, id);
CREATE INDEX account_event_at ON market.account_event (at);
