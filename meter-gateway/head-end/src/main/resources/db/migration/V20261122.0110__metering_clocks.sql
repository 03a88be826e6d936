-- The clock of a gateway as its readings tell, and where the trend of its offset is measured from.
ALTER TABLE metering.gateway_position
    ADD COLUMN clock_at                 timestamptz,
    ADD COLUMN clock_source             varchar(12),
    ADD COLUMN clock_sync               varchar(12),
    ADD COLUMN clock_offset_millis      integer,
    ADD COLUMN clock_uncertainty_millis integer,
    ADD COLUMN trend_at                 timestamptz,
    ADD COLUMN trend_offset_millis      integer,
    ADD COLUMN trend_uncertainty_millis integer;

COMMENT ON COLUMN metering.gateway_position.clock_at IS 'first reading with this state of the clock';
COMMENT ON COLUMN metering.gateway_position.clock_offset_millis IS
    'what the clock shows minus true time; null: not known';

COMMENT ON COLUMN metering.reading.screening IS
    '0 usable, 1 late, 2 rollback, 3 future, 4 limit, 5 duplicate, 6 contradiction, 7 foreign, 8 clock';
