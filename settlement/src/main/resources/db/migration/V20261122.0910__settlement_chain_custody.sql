-- Which secret the participants' chain accounts are derived from. Databases of before learn it when the
-- market starts next; with another secret it no longer starts.
CREATE TABLE settlement.chain_custody (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    fingerprint text NOT NULL,
    known_since timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN settlement.chain_custody.fingerprint IS
    'HMAC-SHA-256 of a fixed text with the secret, in hex; does not tell the secret.';
