-- Homes that give their surplus to a partner first, at their own feed-in price; both must want it (ADR 0023).
CREATE TABLE market.gift (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area_id     integer NOT NULL REFERENCES market.area,
    giver_id    bigint NOT NULL REFERENCES market.participant,
    receiver_id bigint NOT NULL REFERENCES market.participant,
    offered_at  timestamptz NOT NULL,
    offered_by  varchar(64) NOT NULL,
    accepted_at timestamptz,
    accepted_by varchar(64),
    paused_by   bigint REFERENCES market.participant,
    ended_at    timestamptz,
    ended_by    varchar(64),
    CHECK (giver_id <> receiver_id),
    CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
    CHECK (paused_by IS NULL OR accepted_at IS NOT NULL)
);

CREATE UNIQUE INDEX gift_of_giver ON market.gift (giver_id) WHERE ended_at IS NULL;
CREATE INDEX gift_of_receiver ON market.gift (receiver_id);
CREATE INDEX gift_of_area ON market.gift (area_id, id);

COMMENT ON COLUMN market.gift.paused_by IS 'the home that paused it, and alone goes on with it';

-- The intervals that a gift holds for, by their starts. None begins or ends at an interval whose gate had
-- closed by then, so that settling an interval again finds what held.
CREATE TABLE market.gift_span (
    gift_id     bigint NOT NULL REFERENCES market.gift ON DELETE CASCADE,
    from_start  timestamptz NOT NULL,
    until_start timestamptz CHECK (until_start >= from_start),
    PRIMARY KEY (gift_id, from_start)
);

COMMENT ON COLUMN market.gift_span.until_start IS 'exclusive; null: until it is paused or ended';
