-- A plan of a flexible load begins within its first quarter-hour, with what is left of that.
ALTER TABLE market.flexible_load ADD COLUMN plan_at timestamptz;
UPDATE market.flexible_load SET plan_at = plan_start;
COMMENT ON COLUMN market.flexible_load.plan_at IS 'when its plan begins, within its first quarter-hour';
COMMENT ON COLUMN market.flexible_load.plan_stored_wh IS 'heat in store when its plan begins';

-- A run that a gateway sees is counted from when it was first seen, whoever started it.
ALTER TABLE market.flexible_load ADD COLUMN begun_at timestamptz;
COMMENT ON COLUMN market.flexible_load.begun_at IS 'start of the quarter-hour in which its run was first seen; null if it shows none';
