-- Linked areas trade with each other; area_id is the seller's.
ALTER TABLE market.trade ADD COLUMN buyer_area_id integer;
UPDATE market.trade SET buyer_area_id = area_id;
ALTER TABLE market.trade ALTER COLUMN buyer_area_id SET NOT NULL;
