-- What a contract refused can be written again: the same key in the next round, with a nonce of its own.
ALTER TABLE settlement.chain_outbox ADD COLUMN round integer NOT NULL DEFAULT 1 CHECK (round >= 1);
ALTER TABLE settlement.chain_outbox DROP CONSTRAINT chain_outbox_batch_key_key;
ALTER TABLE settlement.chain_outbox ADD CONSTRAINT chain_outbox_batch_key_round UNIQUE (batch_key, round);
CREATE INDEX chain_outbox_again ON settlement.chain_outbox (batch_key) WHERE round > 1;

COMMENT ON COLUMN settlement.chain_outbox.round IS
    '1 first; each later one was written after the contract had refused the one before.';

-- Money out: a wish that the account's key signed, and the payment once the vault's delay has passed.
ALTER TABLE settlement.chain_outbox DROP CONSTRAINT chain_outbox_kind_check;
ALTER TABLE settlement.chain_outbox ADD CONSTRAINT chain_outbox_kind_check
    CHECK (kind IN ('DEPLOYMENT', 'ACCOUNT', 'DEPOSIT', 'REPORT', 'BATCH', 'EXIT_WISH', 'EXIT'));
