-- With which key a member votes: an address whose key a person of its home has shown to hold. The one that is wanted
-- is the member's vote; earlier ones are dismissed. What the chain has been told is kept for good.
CREATE TABLE settlement.voting_key (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    participant bigint NOT NULL,
    account bigint NOT NULL,
    address text NOT NULL CHECK (address ~ '^0x[0-9a-f]{40}$'),
    proof text NOT NULL,
    named_at timestamptz NOT NULL,
    wanted boolean NOT NULL DEFAULT true,
    told boolean NOT NULL DEFAULT false,
    refusal text
);

COMMENT ON COLUMN settlement.voting_key.account IS 'Of the person who named it and acts for the participant.';
COMMENT ON COLUMN settlement.voting_key.proof IS
    'Signature of the address''s key over the text that names member, contract and chain (EIP-191).';
COMMENT ON COLUMN settlement.voting_key.told IS 'Whether the chain has it as wanted, or has refused to.';

-- One member, one vote; and no key votes for two.
CREATE UNIQUE INDEX voting_key_participant ON settlement.voting_key (participant) WHERE wanted;
CREATE UNIQUE INDEX voting_key_address ON settlement.voting_key (address) WHERE wanted;
CREATE INDEX voting_key_due ON settlement.voting_key (id) WHERE NOT told;
CREATE INDEX voting_key_person ON settlement.voting_key (account);

ALTER TABLE settlement.chain_outbox DROP CONSTRAINT chain_outbox_kind_check;
ALTER TABLE settlement.chain_outbox ADD CONSTRAINT chain_outbox_kind_check
    CHECK (kind IN ('DEPLOYMENT', 'ACCOUNT', 'DEPOSIT', 'REPORT', 'BATCH', 'EXIT_WISH', 'EXIT', 'MEMBER', 'VOTE',
        'DECISION'));
