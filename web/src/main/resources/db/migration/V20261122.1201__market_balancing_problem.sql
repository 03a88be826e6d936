-- Why an area is not planned although it should be; null while it is.
ALTER TABLE market.balancing
    ADD COLUMN problem varchar(300),
    ADD COLUMN problem_since timestamptz,
    ADD COLUMN problem_attempts integer NOT NULL DEFAULT 0;

COMMENT ON COLUMN market.balancing.problem IS 'for operators: may name homes and devices';
COMMENT ON COLUMN market.balancing.problem_since IS 'market time of the first attempt';
