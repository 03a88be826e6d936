-- By which rules an area settles. Rows are never changed; of those that are valid for an interval the
-- one that is valid from the latest time counts, and of several from the same time the last revision.
CREATE TABLE market.settlement_rules (
    area_id    integer NOT NULL REFERENCES market.area,
    revision   integer NOT NULL CHECK (revision >= 1),
    valid_from timestamptz NOT NULL,
    content    text NOT NULL,
    set_by     varchar(64) NOT NULL,
    set_at     timestamptz NOT NULL,
    reason     varchar(200) NOT NULL,
    PRIMARY KEY (area_id, revision)
);

COMMENT ON COLUMN market.settlement_rules.content IS 'JSON';
COMMENT ON COLUMN market.settlement_rules.set_at IS 'market time; not after valid_from';
