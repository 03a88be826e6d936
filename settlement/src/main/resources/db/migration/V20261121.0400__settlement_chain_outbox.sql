CREATE SCHEMA IF NOT EXISTS settlement;

-- Every transaction of the operator's account, in nonce order without gaps. A row is written with
-- its signed bytes before anything is sent, and the bytes never change.
CREATE TABLE settlement.chain_outbox (
    nonce bigint PRIMARY KEY CHECK (nonce >= 0),
    batch_key text NOT NULL UNIQUE,
    raw_transaction bytea NOT NULL,
    transaction_hash text NOT NULL UNIQUE,
    state text NOT NULL DEFAULT 'PREPARED'
        CHECK (state IN ('PREPARED', 'SENT', 'CONFIRMED', 'REVERTED')),
    block_number bigint,
    block_hash text,
    error text,
    prepared_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz,
    final_at timestamptz,
    CHECK ((state IN ('CONFIRMED', 'REVERTED')) = (block_number IS NOT NULL AND block_hash IS NOT NULL)),
    CHECK ((state = 'REVERTED') = (error IS NOT NULL))
);

COMMENT ON COLUMN settlement.chain_outbox.batch_key IS
    'Key of the settlement batch; all zeros for the deployment of the contract, which has nonce 0.';

CREATE INDEX chain_outbox_unfinished ON settlement.chain_outbox (nonce)
    WHERE state IN ('PREPARED', 'SENT');
