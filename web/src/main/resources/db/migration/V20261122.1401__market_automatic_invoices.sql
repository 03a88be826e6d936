ALTER TABLE market.invoicing
    ADD COLUMN quiet_days smallint CHECK (quiet_days BETWEEN 0 AND 366);

COMMENT ON COLUMN market.invoicing.quiet_days IS
    'days after a month''s end, and after its last settlement, from which on its invoices are issued'
    ' without being asked for; null: they are issued by hand only';

-- Months whose invoices were issued without being asked for. Rows are only added: a month in which
-- something is settled again is issued again, which changes only what is not the same any more.
CREATE TABLE market.invoice_run (
    area_id    integer NOT NULL REFERENCES market.area,
    month      date NOT NULL CHECK (extract(day FROM month) = 1),
    settled_to timestamptz NOT NULL,
    done_at    timestamptz NOT NULL,
    PRIMARY KEY (area_id, month, settled_to)
);

COMMENT ON COLUMN market.invoice_run.settled_to IS
    'market time at which the newest settlement of the month was made';
