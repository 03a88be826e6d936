-- A grant is to an account, not to whoever has its login, and ends with it. One with a price takes
-- effect once the grantee has accepted that price.
ALTER TABLE market.data_grant
    ADD COLUMN grantee_id  bigint REFERENCES market.account ON DELETE SET NULL,
    ADD COLUMN accepted_at timestamptz;

COMMENT ON COLUMN market.data_grant.grantee_id IS 'null: the account was removed, and the grant has ended';

-- An account that joined by a code has an address, and made its login of it before it was confirmed.
UPDATE market.data_grant g SET grantee_id = a.id
FROM market.account a
WHERE a.login = g.grantee AND (a.email IS NULL OR (a.email_verified_at IS NOT NULL
    AND (strpos(a.login, '@') = 0 OR lower(a.login) = lower(a.email))));

UPDATE market.data_grant SET accepted_at = granted_at WHERE price_nano = 0;

DROP INDEX market.data_grant_to_grantee;
CREATE INDEX data_grant_to_grantee ON market.data_grant (grantee_id);
