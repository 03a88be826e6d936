-- Public keys of meters that sign their own records. A register with a key takes only readings
-- whose record verifies. The numbers are those of the newest record taken, by what they count.
CREATE TABLE metering.meter_key (
    metering_point     varchar(33) NOT NULL,
    channel            varchar(10) NOT NULL,
    public_key         varchar(400) NOT NULL,
    serial             varchar(64) NOT NULL,
    reversed           boolean NOT NULL,
    registered_at      timestamptz NOT NULL,
    transaction_number bigint NOT NULL DEFAULT -1,
    fiscal_number      bigint NOT NULL DEFAULT -1,
    PRIMARY KEY (metering_point, channel)
);

COMMENT ON COLUMN metering.meter_key.public_key IS 'X.509 SubjectPublicKeyInfo, hex or base64';
COMMENT ON COLUMN metering.meter_key.reversed IS
    'the meter is mounted the other way round: what it calls import is export';

COMMENT ON COLUMN metering.reading.screening IS
    '0 usable, 1 late, 2 rollback, 3 future, 4 limit, 5 duplicate, 6 contradiction, 7 foreign, '
    '8 clock, 9 unproven';
