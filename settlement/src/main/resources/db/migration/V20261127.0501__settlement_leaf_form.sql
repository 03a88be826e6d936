-- What was settled before keeps the hashes that the chain has; programs of before write form 1.
ALTER TABLE settlement.interval_settlement
    ADD COLUMN leaf_form smallint NOT NULL DEFAULT 1 CHECK (leaf_form IN (1, 2));

COMMENT ON COLUMN settlement.interval_settlement.leaf_form IS
    'what of a line its statement leaf holds: 1 all but quality and trade, 2 all';
