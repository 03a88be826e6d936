-- Whom a provider of sign-ins (OpenID Connect) calls what, for good: addresses of people change, subjects do not.
CREATE TABLE market.account_subject (
    issuer     varchar(255) NOT NULL,
    subject    varchar(255) NOT NULL,
    account_id bigint NOT NULL REFERENCES market.account ON DELETE CASCADE,
    made_by_it boolean NOT NULL,
    linked_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (issuer, subject),
    UNIQUE (account_id, issuer)
);

COMMENT ON COLUMN market.account_subject.made_by_it IS 'the provider says its roles, too';

-- Sign-ins that are under way at a provider; each is good once, in the browser where it began.
CREATE TABLE market.oidc_sign_in (
    state_sha256   bytea PRIMARY KEY,
    browser_sha256 bytea NOT NULL,
    account_id     bigint REFERENCES market.account ON DELETE CASCADE,
    expires_at     timestamptz NOT NULL
);

COMMENT ON COLUMN market.oidc_sign_in.account_id IS 'to which the subject is to be linked; none: it signs in';
