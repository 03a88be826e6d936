-- By which revision of the area's settlement rules a version was settled; 0 are the default rules.
ALTER TABLE settlement.interval_settlement ADD COLUMN rules integer NOT NULL DEFAULT 0;
ALTER TABLE settlement.interval_settlement ADD COLUMN carried text NOT NULL DEFAULT '';

COMMENT ON COLUMN settlement.interval_settlement.carried IS
    'what the allocation key carries over from the first version to the next interval';

-- Where contracts are paid in full, deviations can cost more than the market saves.
ALTER TABLE settlement.interval_settlement DROP CONSTRAINT interval_settlement_saved_nano_check;
