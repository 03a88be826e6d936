-- Where a member's money goes that a person of its home takes out: an address whose key the person has shown to hold,
-- never one of whoever else acts or acted for the home. The newest counts; a withdrawal keeps the one that held when it was asked for.
CREATE TABLE settlement.payout_address (
    participant bigint NOT NULL,
    account bigint NOT NULL,
    address text NOT NULL CHECK (address ~ '^0x[0-9a-f]{40}$'),
    proof text NOT NULL,
    named_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (participant, account)
);

COMMENT ON COLUMN settlement.payout_address.proof IS
    'Signature of the address''s key over the text that names member, vault and chain (EIP-191).';

-- Money that a member wants out of the vault. Written before anything is sent; the outbox rows that carry it out
-- have keys made of its id, so that each is sent once.
CREATE TABLE settlement.withdrawal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    participant bigint NOT NULL,
    amount_nano bigint NOT NULL CHECK (amount_nano > 0),
    payee text NOT NULL CHECK (payee ~ '^0x[0-9a-f]{40}$'),
    requested_at timestamptz NOT NULL DEFAULT now(),
    state text NOT NULL DEFAULT 'REQUESTED'
        CHECK (state IN ('REQUESTED', 'WAITING', 'PAYING', 'PAID', 'REFUSED')),
    ready_at timestamptz,
    paid_nano bigint CHECK (paid_nano >= 0),
    reason text,
    CHECK ((state = 'PAID') = (paid_nano IS NOT NULL)),
    CHECK ((state = 'REFUSED') = (reason IS NOT NULL))
);

-- The vault keeps one wish an account.
CREATE UNIQUE INDEX withdrawal_open ON settlement.withdrawal (participant)
    WHERE state IN ('REQUESTED', 'WAITING', 'PAYING');
CREATE INDEX withdrawal_participant ON settlement.withdrawal (participant, id);
