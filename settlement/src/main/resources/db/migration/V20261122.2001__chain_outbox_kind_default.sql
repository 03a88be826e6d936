-- A database that the market refuses, because it has settled on the contract before the vault, stays
-- usable by the program before, which writes no kind.
ALTER TABLE settlement.chain_outbox ALTER COLUMN kind SET DEFAULT 'BATCH';
