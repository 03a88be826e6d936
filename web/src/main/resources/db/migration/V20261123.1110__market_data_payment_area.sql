-- Where a payment for data is invoiced: fixed when it is written, so that points that come or go later
-- move nothing that was invoiced.
ALTER TABLE market.data_payment ADD COLUMN area_id integer REFERENCES market.area;

-- Where its consent was invoiced already, else by the same rule as from now on.
UPDATE market.data_payment p SET area_id = coalesce(
    (SELECT i.area FROM settlement.invoice i WHERE i.data_grant = p.grant_id
        ORDER BY i.issued_at, i.number LIMIT 1),
    (SELECT m.area_id FROM market.metering_point m
        JOIN market.data_grant g ON g.participant_id = m.participant_id
        WHERE g.id = p.grant_id ORDER BY m.id LIMIT 1),
    (SELECT min(a.id) FROM market.area a));

ALTER TABLE market.data_payment ALTER COLUMN area_id SET NOT NULL;

COMMENT ON COLUMN market.data_payment.area_id IS
    'of the member''s first metering point when the day was read: where it is invoiced';
