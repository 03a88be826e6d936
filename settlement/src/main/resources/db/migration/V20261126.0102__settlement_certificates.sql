-- Certificates that a member wants used up. Written before anything is sent; the outbox rows that mint and retire have keys
-- made of what they are for, so that each is sent once.
CREATE TABLE settlement.certificate_retirement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    participant bigint NOT NULL,
    area integer NOT NULL,
    interval_start timestamptz NOT NULL,
    energy_wh bigint NOT NULL CHECK (energy_wh > 0),
    purpose varchar(100) NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    state text NOT NULL DEFAULT 'REQUESTED' CHECK (state IN ('REQUESTED', 'RETIRED', 'REFUSED')),
    reason text,
    CHECK ((state = 'REFUSED') = (reason IS NOT NULL))
);

COMMENT ON COLUMN settlement.certificate_retirement.purpose IS 'Public: it goes to the chain.';

-- One after the other.
CREATE UNIQUE INDEX certificate_retirement_open
    ON settlement.certificate_retirement (participant, area, interval_start) WHERE state = 'REQUESTED';
CREATE INDEX certificate_retirement_participant ON settlement.certificate_retirement (participant, id);

ALTER TABLE settlement.chain_outbox DROP CONSTRAINT chain_outbox_kind_check;
ALTER TABLE settlement.chain_outbox ADD CONSTRAINT chain_outbox_kind_check
    CHECK (kind IN ('DEPLOYMENT', 'ACCOUNT', 'DEPOSIT', 'REPORT', 'BATCH', 'EXIT_WISH', 'EXIT', 'MEMBER', 'VOTE',
        'DECISION', 'RULES', 'CERTIFICATE'));
