-- People and programs that may log in. Who belongs to a home is a member; other roles are granted.
CREATE TABLE market.account (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login         varchar(254) NOT NULL UNIQUE,
    name          varchar(100) NOT NULL,
    password_hash varchar(100),
    created_at    timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN market.account.password_hash IS 'bcrypt, modular crypt format; none: no password fits';

CREATE TABLE market.account_role (
    account_id bigint NOT NULL REFERENCES market.account ON DELETE CASCADE,
    role       varchar(8) NOT NULL CHECK (role IN ('UTILITY', 'OPERATOR', 'ADMIN')),
    PRIMARY KEY (account_id, role)
);

-- A home has several people, and a person may belong to several homes.
CREATE TABLE market.household_member (
    account_id     bigint NOT NULL REFERENCES market.account ON DELETE CASCADE,
    participant_id bigint NOT NULL REFERENCES market.participant,
    PRIMARY KEY (account_id, participant_id)
);

CREATE INDEX household_member_of ON market.household_member (participant_id);

INSERT INTO market.account (login, name, password_hash)
SELECT l.login, coalesce(p.name, l.login), l.password_hash
FROM market.login l LEFT JOIN market.participant p ON p.id = l.participant_id ORDER BY l.login;

INSERT INTO market.household_member
SELECT a.id, l.participant_id FROM market.login l JOIN market.account a USING (login)
WHERE l.participant_id IS NOT NULL;

-- Operators of before could do everything.
INSERT INTO market.account_role
SELECT a.id, r.role FROM market.login l JOIN market.account a USING (login),
    (VALUES ('OPERATOR'), ('ADMIN')) r (role)
WHERE l.participant_id IS NULL;

DROP TABLE market.login;

-- Browsers that are signed in; times are wall time.
CREATE TABLE market.account_session (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id   bigint NOT NULL REFERENCES market.account ON DELETE CASCADE,
    token_sha256 bytea NOT NULL UNIQUE,
    created_at   timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    address      varchar(64) NOT NULL,
    browser      varchar(200) NOT NULL
);

CREATE INDEX account_session_of ON market.account_session (account_id);
