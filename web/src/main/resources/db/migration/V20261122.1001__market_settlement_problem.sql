-- Areas whose settlement stands still, and why; a row goes when the area is settled on.
CREATE TABLE market.settlement_problem (
    area_id        integer PRIMARY KEY REFERENCES market.area ON DELETE CASCADE,
    interval_start timestamptz,
    since          timestamptz NOT NULL,
    problem        varchar(300) NOT NULL
);

COMMENT ON COLUMN market.settlement_problem.interval_start IS 'that cannot be settled; null if unknown';
COMMENT ON COLUMN market.settlement_problem.since IS 'market time';
