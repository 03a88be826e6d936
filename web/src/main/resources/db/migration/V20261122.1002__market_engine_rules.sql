-- What the engine was told of each area's dated rules.
CREATE TABLE market.engine_rules (
    area_id      integer PRIMARY KEY,
    changed_from timestamptz,
    told_until   timestamptz
);

COMMENT ON COLUMN market.engine_rules.changed_from IS 'the engine has no rules that begin later; null before the first';
COMMENT ON COLUMN market.engine_rules.told_until IS 'orders are taken for intervals that start no later; null for none';
