-- Every signed form of an outbox row's transaction, in order: the first, then one for each raise of
-- its fee. Any of them may be the one that a block takes, so none is ever changed or deleted.
CREATE TABLE settlement.chain_attempt (
    nonce bigint NOT NULL REFERENCES settlement.chain_outbox (nonce),
    attempt integer NOT NULL CHECK (attempt >= 0),
    raw_transaction bytea NOT NULL,
    transaction_hash text NOT NULL UNIQUE,
    sent_height bigint,
    prepared_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (nonce, attempt)
);

COMMENT ON COLUMN settlement.chain_attempt.sent_height IS
    'Newest block when it was handed to the node; again after a reorganisation.';

INSERT INTO settlement.chain_attempt (nonce, attempt, raw_transaction, transaction_hash, prepared_at)
SELECT nonce, 0, raw_transaction, transaction_hash, prepared_at FROM settlement.chain_outbox;

ALTER TABLE settlement.chain_outbox DROP COLUMN raw_transaction;

COMMENT ON COLUMN settlement.chain_outbox.transaction_hash IS
    'Of the newest attempt; once final, of the one that the block took.';

ALTER TABLE settlement.chain_outbox
    DROP CONSTRAINT chain_outbox_state_check,
    ADD CONSTRAINT chain_outbox_state_check
        CHECK (state IN ('PREPARED', 'SENT', 'MINED', 'CONFIRMED', 'REVERTED'));

DROP INDEX settlement.chain_outbox_unfinished;
CREATE INDEX chain_outbox_unfinished ON settlement.chain_outbox (nonce)
    WHERE state IN ('PREPARED', 'SENT', 'MINED');
CREATE INDEX chain_outbox_reverted ON settlement.chain_outbox (nonce) WHERE state = 'REVERTED';
