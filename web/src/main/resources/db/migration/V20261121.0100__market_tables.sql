CREATE SCHEMA IF NOT EXISTS market;

-- Metering points that trade with each other under one set of rules.
CREATE TABLE market.area (
    id                integer PRIMARY KEY,
    name              varchar(100) NOT NULL,
    time_zone         varchar(50) NOT NULL,
    currency          varchar(3) NOT NULL,
    interval_minutes  smallint NOT NULL,
    gate_lead_seconds integer NOT NULL,
    horizon_seconds   integer NOT NULL,
    tick_micro        bigint NOT NULL,
    lot_wh            bigint NOT NULL,
    grid_fee_micro    bigint NOT NULL,
    levy_micro        bigint NOT NULL
);

CREATE TABLE market.participant (
    id   bigint PRIMARY KEY CHECK (id >= 100),
    name varchar(100) NOT NULL
);

-- Who may log in. A member acts for one participant, an operator for the market.
CREATE TABLE market.login (
    login          varchar(64) PRIMARY KEY,
    password_hash  varchar(100) NOT NULL,
    participant_id bigint REFERENCES market.participant
);

-- One per participant and area: a member is settled as one position.
CREATE TABLE market.metering_point (
    id              varchar(33) PRIMARY KEY,
    area_id         integer NOT NULL REFERENCES market.area,
    participant_id  bigint NOT NULL REFERENCES market.participant,
    meter           varchar(20) NOT NULL,
    retail_micro    bigint NOT NULL,
    feed_in_micro   bigint NOT NULL,
    solar_wp        integer NOT NULL CHECK (solar_wp >= 0),
    battery_wh      integer NOT NULL CHECK (battery_wh >= 0),
    ev_charger_w    integer NOT NULL CHECK (ev_charger_w >= 0),
    in_service_from timestamptz,
    UNIQUE (area_id, participant_id)
);

COMMENT ON COLUMN market.metering_point.in_service_from IS
    'start of the first interval with import and export values; settled from then on';

-- How far the engine's events are stored, and how many orders and trades that were.
CREATE TABLE market.engine_position (
    id       smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    sequence bigint NOT NULL,
    orders   bigint NOT NULL,
    trades   bigint NOT NULL
);

INSERT INTO market.engine_position (sequence, orders, trades) VALUES (0, 0, 0);

CREATE TABLE market.customer_order (
    id              bigint PRIMARY KEY,
    participant_id  bigint NOT NULL,
    client_order_id bigint NOT NULL,
    area_id         integer NOT NULL,
    interval_start  timestamptz NOT NULL,
    interval_minutes smallint NOT NULL,
    side            varchar(4) NOT NULL,
    quantity_wh     bigint NOT NULL,
    remaining_wh    bigint NOT NULL CHECK (remaining_wh BETWEEN 0 AND quantity_wh),
    limit_micro     bigint NOT NULL,
    state           varchar(10) NOT NULL,
    placed_at       timestamptz NOT NULL,
    ended_at        timestamptz
) WITH (fillfactor = 80);

CREATE INDEX customer_order_open ON market.customer_order (area_id, interval_start)
    WHERE state = 'OPEN';
CREATE INDEX customer_order_own ON market.customer_order (participant_id, interval_start);
CREATE INDEX customer_order_client ON market.customer_order (participant_id, client_order_id);

COMMENT ON COLUMN market.customer_order.client_order_id IS
    'not unique here: whether a number may be used again is the engine''s decision';

CREATE TABLE market.trade (
    id             bigint PRIMARY KEY,
    area_id        integer NOT NULL,
    interval_start timestamptz NOT NULL,
    interval_minutes smallint NOT NULL,
    seller_id      bigint NOT NULL,
    buyer_id       bigint NOT NULL,
    sell_order_id  bigint NOT NULL,
    buy_order_id   bigint NOT NULL,
    energy_wh      bigint NOT NULL CHECK (energy_wh > 0),
    price_micro    bigint NOT NULL,
    traded_at      timestamptz NOT NULL
);

CREATE INDEX trade_interval ON market.trade (area_id, interval_start, id);

-- Intervals for which no further trade can come.
CREATE TABLE market.gate (
    area_id        integer NOT NULL,
    interval_start timestamptz NOT NULL,
    closed_at      timestamptz NOT NULL,
    PRIMARY KEY (area_id, interval_start)
);
