ALTER TABLE market.account
    ADD COLUMN email             varchar(254),
    ADD COLUMN email_verified_at timestamptz;

-- No two accounts prove the same address.
CREATE UNIQUE INDEX account_email ON market.account (email) WHERE email_verified_at IS NOT NULL;

-- What was mailed: whoever has the code reads the mail. Times are wall time.
CREATE TABLE market.mailed_code (
    code_sha256 bytea PRIMARY KEY,
    purpose     varchar(8) NOT NULL CHECK (purpose IN ('VERIFY', 'RESET')),
    account_id  bigint NOT NULL REFERENCES market.account ON DELETE CASCADE,
    email       varchar(254) NOT NULL,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL
);

CREATE INDEX mailed_code_of ON market.mailed_code (account_id, purpose);

-- Whoever has the code may act for the home. Times are wall time.
CREATE TABLE market.pairing_code (
    code_sha256    bytea PRIMARY KEY,
    participant_id bigint NOT NULL REFERENCES market.participant,
    created_by     varchar(254) NOT NULL,
    created_at     timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    used_by        bigint REFERENCES market.account ON DELETE SET NULL,
    used_at        timestamptz
);

CREATE INDEX pairing_code_of ON market.pairing_code (participant_id);
