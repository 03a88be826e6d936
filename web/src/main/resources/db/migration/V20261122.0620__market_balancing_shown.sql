ALTER TABLE market.balancing ADD COLUMN shown_detail varchar(300) NOT NULL DEFAULT '';

-- What was said before may name homes and devices: it stays for operators.
COMMENT ON COLUMN market.balancing.shown_detail IS 'what of detail everybody of the area may read';
