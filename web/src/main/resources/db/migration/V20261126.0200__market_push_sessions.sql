-- Pushes end with the session that asked for them: there are none without. Those that were asked for by
-- HTTP Basic would have outlived every change of the password.
DELETE FROM market.push_subscription WHERE session_id IS NULL;
ALTER TABLE market.push_subscription ALTER COLUMN session_id SET NOT NULL;

CREATE INDEX push_subscription_session ON market.push_subscription (session_id);

-- What notifications look for again and again, in tables that grow for years.
CREATE INDEX strategy_changed_at ON market.strategy (changed_at);
CREATE INDEX tariff_created_at ON market.tariff (created_at);
CREATE INDEX resettlement_done_at ON market.resettlement (done_at);
CREATE INDEX invoice_issued_at ON settlement.invoice (issued_at);
CREATE INDEX withdrawal_requested_at ON settlement.withdrawal (requested_at);
CREATE INDEX payout_address_named_at ON settlement.payout_address (named_at);
CREATE INDEX chain_break_received_at ON metering.chain_break (received_at);
CREATE INDEX refused_block_first_at ON metering.refused_block (first_at) WHERE block IS NOT NULL;
