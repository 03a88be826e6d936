-- Who issues an area's invoices from a day on, and what it is to the VAT; rows are only added.
CREATE TABLE market.invoicing (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area_id      integer NOT NULL REFERENCES market.area,
    valid_from   date NOT NULL,
    series       varchar(20) NOT NULL,
    name         varchar(200) NOT NULL,
    lines        varchar(1000) NOT NULL,
    country      varchar(2) NOT NULL,
    vat_role     varchar(20) NOT NULL,
    created_at   timestamptz NOT NULL,
    created_by   varchar(64) NOT NULL,
    UNIQUE (area_id, valid_from)
);

-- What a member is to the VAT from a day on; no business before the first row.
CREATE TABLE market.vat_role (
    participant_id bigint NOT NULL REFERENCES market.participant,
    valid_from     date NOT NULL,
    role           varchar(20) NOT NULL,
    created_at     timestamptz NOT NULL,
    created_by     varchar(64) NOT NULL,
    PRIMARY KEY (participant_id, valid_from)
);
