-- Passkeys (WebAuthn): public keys by which people sign in. Times are wall time.
CREATE TABLE market.passkey (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id      bigint NOT NULL REFERENCES market.account ON DELETE CASCADE,
    credential_id   bytea NOT NULL UNIQUE,
    credential      bytea NOT NULL,
    sign_count      bigint NOT NULL,
    backup_eligible boolean NOT NULL,
    name            varchar(60) NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    last_used_at    timestamptz
);

CREATE INDEX passkey_of ON market.passkey (account_id);

COMMENT ON COLUMN market.passkey.credential IS 'attested credential data (WebAuthn 6.5.1): id and public key';
COMMENT ON COLUMN market.passkey.sign_count IS 'what the authenticator counted last; 0: it does not count';

-- What an authenticator is to sign: good once, and for a few minutes.
CREATE TABLE market.passkey_challenge (
    challenge_sha256 bytea PRIMARY KEY,
    purpose          varchar(8) NOT NULL CHECK (purpose IN ('SIGN_IN', 'PROVE', 'ADD')),
    account_id       bigint REFERENCES market.account ON DELETE CASCADE,
    expires_at       timestamptz NOT NULL,
    CHECK ((account_id IS NULL) = (purpose = 'SIGN_IN'))
);

CREATE INDEX passkey_challenge_expires ON market.passkey_challenge (expires_at);

-- What authenticators know an account by; says nothing about its person.
ALTER TABLE market.account ADD COLUMN handle uuid NOT NULL DEFAULT gen_random_uuid();
