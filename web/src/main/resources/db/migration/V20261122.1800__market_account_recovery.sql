-- The old address stays in force until the new one is confirmed.
ALTER TABLE market.account
    ADD COLUMN email_pending   varchar(254),
    ADD COLUMN configured_hash varchar(100);

COMMENT ON COLUMN market.account.email_pending IS 'address that is to replace the confirmed one';
COMMENT ON COLUMN market.account.configured_hash IS 'bcrypt of the password that the configuration set last';
