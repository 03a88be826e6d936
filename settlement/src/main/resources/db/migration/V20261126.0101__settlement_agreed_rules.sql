-- The first rules of an area go to the chain by the outbox, too.
ALTER TABLE settlement.chain_outbox DROP CONSTRAINT chain_outbox_kind_check;
ALTER TABLE settlement.chain_outbox ADD CONSTRAINT chain_outbox_kind_check
    CHECK (kind IN ('DEPLOYMENT', 'ACCOUNT', 'DEPOSIT', 'REPORT', 'BATCH', 'EXIT_WISH', 'EXIT', 'MEMBER', 'VOTE',
        'DECISION', 'RULES'));
