-- Devices of households that no gateway controls: they are planned, and the household or its energy
-- manager runs them by the plan.
CREATE TABLE market.flexible_load (
    metering_point varchar(33) NOT NULL REFERENCES market.metering_point ON DELETE CASCADE,
    name           varchar(32) NOT NULL,
    kind           varchar(10) NOT NULL,
    content        text NOT NULL,
    changed_by     varchar(64) NOT NULL,
    changed_at     timestamptz NOT NULL,
    plan_start     timestamptz,
    plan_w         integer[],
    plan_stored_wh integer,
    PRIMARY KEY (metering_point, name)
);

COMMENT ON COLUMN market.flexible_load.kind IS 'RUN or HEATING';
COMMENT ON COLUMN market.flexible_load.content IS 'JSON, by kind';
COMMENT ON COLUMN market.flexible_load.plan_w IS 'of the last plan that was published, W in each quarter-hour';
COMMENT ON COLUMN market.flexible_load.plan_stored_wh IS 'heat in store at its start';
