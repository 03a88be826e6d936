ALTER TABLE market.area_limit ADD COLUMN scope varchar(10) NOT NULL DEFAULT 'TOTAL';

COMMENT ON COLUMN market.area_limit.scope IS 'TOTAL, L1, L2, L3, RAMP (change from slot to slot) or RESERVE (kept free)';
