-- A wish can be called off while it waits.
ALTER TABLE settlement.withdrawal DROP CONSTRAINT withdrawal_state_check;
ALTER TABLE settlement.withdrawal ADD CONSTRAINT withdrawal_state_check
    CHECK (state IN ('REQUESTED', 'WAITING', 'PAYING', 'CALLING_OFF', 'PAID', 'REFUSED', 'CALLED_OFF'));

DROP INDEX settlement.withdrawal_open;
CREATE UNIQUE INDEX withdrawal_open ON settlement.withdrawal (participant)
    WHERE state IN ('REQUESTED', 'WAITING', 'PAYING', 'CALLING_OFF');

COMMENT ON COLUMN settlement.payout_address.named_at IS
    'Since when it is this address; nothing is paid there that was asked for within a day of it.';
