-- Events keep the number of an account that is gone, so that two of them can be told apart.
ALTER TABLE market.account_event DROP CONSTRAINT account_event_account_id_fkey;
