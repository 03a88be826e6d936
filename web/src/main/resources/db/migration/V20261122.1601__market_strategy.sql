-- What members wish of automatic trading; the newest row holds, what was said before is kept.
CREATE TABLE market.strategy (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    metering_point   varchar(33) NOT NULL REFERENCES market.metering_point ON DELETE CASCADE,
    style            varchar(20) NOT NULL,
    sell_from_micro  bigint,
    buy_up_to_micro  bigint,
    reserve_permille smallint CHECK (reserve_permille BETWEEN 0 AND 1000),
    car_ready_by     time,
    paused           boolean NOT NULL,
    changed_by       varchar(64) NOT NULL,
    changed_at       timestamptz NOT NULL,
    reason           varchar(200) NOT NULL
);

CREATE INDEX strategy_by_point ON market.strategy (metering_point, id);

COMMENT ON COLUMN market.strategy.car_ready_by IS 'local time of the area';

-- What automatic trading did for a member, and why; the newest few hundred of each.
CREATE TABLE market.strategy_act (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    metering_point  varchar(33) NOT NULL REFERENCES market.metering_point ON DELETE CASCADE,
    participant_id  bigint NOT NULL,
    acted_at        timestamptz NOT NULL,
    interval_start  timestamptz NOT NULL,
    kind            varchar(10) NOT NULL,
    why             varchar(30) NOT NULL,
    client_order_id bigint NOT NULL,
    side            varchar(4) NOT NULL,
    quantity_wh     bigint NOT NULL,
    limit_micro     bigint NOT NULL
);

CREATE INDEX strategy_act_by_point ON market.strategy_act (metering_point, id);

-- Intervals for which a member wants no automatic order.
CREATE TABLE market.strategy_hold (
    metering_point varchar(33) NOT NULL REFERENCES market.metering_point ON DELETE CASCADE,
    interval_start timestamptz NOT NULL,
    held_by        varchar(64) NOT NULL,
    held_at        timestamptz NOT NULL,
    PRIMARY KEY (metering_point, interval_start)
);
