-- What happened for an interval, whatever became of its orders.
CREATE INDEX customer_order_interval ON market.customer_order (area_id, interval_start);

-- Who has looked at which alarm. An alarm that comes again at another time is another one.
CREATE TABLE market.alarm_acknowledgement (
    alarm           varchar(200) PRIMARY KEY,
    note            varchar(200) NOT NULL,
    acknowledged_at timestamptz NOT NULL,
    acknowledged_by varchar(64) NOT NULL
);

COMMENT ON COLUMN market.alarm_acknowledgement.alarm IS
    'list, register, what and since when, as the page names it';
