-- What a transaction of the operator is for. Rows of before belong to the contract before the vault,
-- whose databases the market refuses.
ALTER TABLE settlement.chain_outbox ADD COLUMN kind text NOT NULL DEFAULT 'BATCH'
    CHECK (kind IN ('DEPLOYMENT', 'ACCOUNT', 'DEPOSIT', 'REPORT', 'BATCH'));
ALTER TABLE settlement.chain_outbox ALTER COLUMN kind DROP DEFAULT;

COMMENT ON COLUMN settlement.chain_outbox.batch_key IS
    'Idempotency key; of a batch, its key in the vault.';

-- Accounts in the vault, written once the chain has them for good and before anything uses them.
CREATE TABLE settlement.vault_account (
    participant bigint PRIMARY KEY,
    account_index bigint NOT NULL UNIQUE CHECK (account_index > 1)
);

-- In which part of an area above the size of a batch an account is; it stays there.
CREATE TABLE settlement.vault_seat (
    area integer NOT NULL,
    participant bigint NOT NULL REFERENCES settlement.vault_account (participant),
    part integer NOT NULL CHECK (part >= 0),
    PRIMARY KEY (area, participant)
);

-- What the meters said that a settlement was made from; of a participant, all its points together.
CREATE TABLE settlement.metered_energy (
    area           integer NOT NULL,
    interval_start timestamptz NOT NULL,
    version        integer NOT NULL,
    participant    bigint NOT NULL,
    import_wh      bigint NOT NULL CHECK (import_wh >= 0),
    export_wh      bigint NOT NULL CHECK (export_wh >= 0),
    PRIMARY KEY (area, interval_start, version, participant),
    FOREIGN KEY (area, interval_start, version) REFERENCES settlement.interval_settlement
);
