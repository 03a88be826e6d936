-- Whoever reads a member's values by a consent is invoiced by consent and month. Such a document stands
-- under the member whose values they are and names the consent; all others have none.
ALTER TABLE settlement.invoice
    ADD COLUMN data_grant bigint NOT NULL DEFAULT 0 CHECK (data_grant >= 0);

COMMENT ON COLUMN settlement.invoice.data_grant IS 'market.data_grant; 0: about energy';

ALTER TABLE settlement.invoice
    ADD CHECK ((data_grant > 0) = (kind LIKE 'DATA_ACCESS%'));

ALTER TABLE settlement.invoice
    DROP CONSTRAINT invoice_area_participant_month_kind_version_key,
    ADD UNIQUE (area, participant, month, kind, data_grant, version);

CREATE INDEX invoice_of_grant ON settlement.invoice (data_grant) WHERE data_grant > 0;
