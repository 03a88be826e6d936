ALTER TABLE market.balancing ADD COLUMN term bigint NOT NULL DEFAULT 0;

COMMENT ON COLUMN market.balancing.term IS 'grows whenever another process takes the area';
