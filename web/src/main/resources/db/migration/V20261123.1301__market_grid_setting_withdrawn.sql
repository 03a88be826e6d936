-- What was said to hold later may be taken back before it begins.
ALTER TABLE market.grid_setting
    ADD COLUMN withdrawn_by     varchar(64),
    ADD COLUMN withdrawn_at     timestamptz,
    ADD COLUMN withdrawn_reason varchar(300);

COMMENT ON COLUMN market.grid_setting.withdrawn_at IS 'before valid_from: it never held';
