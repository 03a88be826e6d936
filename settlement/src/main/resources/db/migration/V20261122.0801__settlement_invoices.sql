-- The last number of each series. A number is drawn by updating its row in the transaction that
-- inserts the invoice: the row's lock lets one at a time, and a crash takes both back.
CREATE TABLE settlement.invoice_series (
    issuer varchar(20) PRIMARY KEY,
    last   bigint NOT NULL CHECK (last >= 0)
);

-- Documents are never changed; a correction is a credit note and a new invoice.
CREATE TABLE settlement.invoice (
    issuer        varchar(20) NOT NULL REFERENCES settlement.invoice_series,
    number        bigint NOT NULL CHECK (number >= 1),
    area          integer NOT NULL,
    participant   bigint NOT NULL,
    month         date NOT NULL CHECK (extract(day FROM month) = 1),
    kind          varchar(20) NOT NULL,
    -- of the documents of this kind of a member's month, from 1
    version       integer NOT NULL CHECK (version >= 1),
    reverses      bigint,
    currency      varchar(3) NOT NULL,
    issuer_name   varchar(200) NOT NULL,
    issuer_lines  varchar(1000) NOT NULL,
    member_name   varchar(200) NOT NULL,
    issued_at     timestamptz NOT NULL,
    vat_role      varchar(20) NOT NULL,
    vat_treatment varchar(20) NOT NULL,
    vat_permille  integer NOT NULL CHECK (vat_permille BETWEEN 0 AND 999),
    vat_from      date NOT NULL,
    vat_until     date,
    vat_basis     varchar(200) NOT NULL,
    net_cents     bigint NOT NULL,
    vat_cents     bigint NOT NULL,
    reason        varchar(200) NOT NULL,
    PRIMARY KEY (issuer, number),
    FOREIGN KEY (issuer, reverses) REFERENCES settlement.invoice (issuer, number),
    -- One of each version, whoever else issues at the same time; one credit note per invoice.
    UNIQUE (area, participant, month, kind, version),
    UNIQUE (issuer, reverses),
    CHECK ((reverses IS NOT NULL) = (kind LIKE '%_REVERSAL'))
);

COMMENT ON COLUMN settlement.invoice.issued_at IS 'market time';

CREATE INDEX invoice_by_area ON settlement.invoice (area, month, number);

CREATE TABLE settlement.invoice_line (
    issuer     varchar(20) NOT NULL,
    number     bigint NOT NULL,
    position   integer NOT NULL CHECK (position >= 1),
    text       varchar(200) NOT NULL,
    energy_wh  bigint CHECK (energy_wh >= 0),
    exact_nano bigint NOT NULL,
    PRIMARY KEY (issuer, number, position),
    FOREIGN KEY (issuer, number) REFERENCES settlement.invoice
);
