-- Price sheets that somebody drafted. They hold nothing until another person publishes them, which
-- adds their prices to market.tariff.
CREATE TABLE market.tariff_draft (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area_id     integer NOT NULL REFERENCES market.area,
    valid_from  date NOT NULL,
    legal_basis varchar(200) NOT NULL,
    prices      text NOT NULL,
    state       varchar(10) NOT NULL,
    drafted_at  timestamptz NOT NULL,
    drafted_by  varchar(64) NOT NULL,
    decided_at  timestamptz,
    decided_by  varchar(64),
    CHECK ((state = 'DRAFT') = (decided_at IS NULL)),
    CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
    CONSTRAINT tariff_draft_four_eyes CHECK (state <> 'PUBLISHED' OR decided_by <> drafted_by)
);

CREATE INDEX tariff_draft_of_area ON market.tariff_draft (area_id, id);

COMMENT ON COLUMN market.tariff_draft.prices IS 'JSON, as registry.store.TariffDraftEntity writes it';
COMMENT ON COLUMN market.tariff_draft.state IS 'DRAFT, PUBLISHED or WITHDRAWN';
