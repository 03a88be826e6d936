-- Members whose month could not be invoiced when it was tried last. Rows of a month are replaced at
-- each try.
CREATE TABLE market.invoice_problem (
    area_id        integer NOT NULL REFERENCES market.area,
    month          date NOT NULL CHECK (extract(day FROM month) = 1),
    participant_id bigint NOT NULL REFERENCES market.participant,
    problem        varchar(300) NOT NULL,
    since          timestamptz NOT NULL,
    PRIMARY KEY (area_id, month, participant_id)
);

COMMENT ON COLUMN market.invoice_problem.since IS 'market time';

-- An interval that is final is not settled again: that is done, and no reason to wait with invoices.
-- What could not be settled again for another reason is.
UPDATE market.resettlement SET done_at = last_at
WHERE done_at IS NULL AND problem LIKE 'final since %';
