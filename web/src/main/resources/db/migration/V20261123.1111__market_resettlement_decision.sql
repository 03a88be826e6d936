-- What an operator decided about an interval that could not be settled again.
ALTER TABLE market.resettlement
    ADD COLUMN decided_by varchar(254),
    ADD COLUMN decided_reason varchar(200),
    ADD CHECK ((decided_by IS NULL) = (decided_reason IS NULL));

COMMENT ON COLUMN market.resettlement.decided_by IS
    'login of who had it tried again, or with done_at left it as it was settled last';
