-- Roles that a provider of sign-ins gave are over unless it gives them again. Times are wall time.
ALTER TABLE market.account_role ADD COLUMN good_until timestamptz;

COMMENT ON COLUMN market.account_role.good_until IS 'of a role that a provider gave; none: an admin gave it, and takes it away';

UPDATE market.account_role r SET good_until = now() + interval '24 hours'
FROM market.account_subject s WHERE s.account_id = r.account_id AND s.made_by_it;

-- Whose session began it: what it links or proves is of that session alone, and ends with it.
ALTER TABLE market.oidc_sign_in
    ADD COLUMN session_id bigint REFERENCES market.account_session ON DELETE CASCADE,
    ADD COLUMN proves boolean NOT NULL DEFAULT false,
    ADD COLUMN began_at timestamptz NOT NULL DEFAULT now(),
    ADD CHECK (NOT proves OR (account_id IS NOT NULL AND session_id IS NOT NULL));

CREATE INDEX oidc_sign_in_expires ON market.oidc_sign_in (expires_at);

ALTER TABLE market.account_session ADD COLUMN proven_at timestamptz;

COMMENT ON COLUMN market.account_session.proven_at IS 'when its person signed in at the provider once more; good once';
