-- How far each register's hash chain has got, and by whose readings.
ALTER TABLE metering.register
    ADD COLUMN chain_gateway integer,
    ADD COLUMN chain_epoch   bigint,
    ADD COLUMN chain_head    bytea;

COMMENT ON COLUMN metering.register.chain_head IS 'hash of the leaf of the newest chained reading';

ALTER TABLE metering.reading ADD COLUMN clock_millis integer;

COMMENT ON COLUMN metering.reading.clock_millis IS
    'at is at most this far from true time; null: the clock could not be trusted';

-- Chains of gateways that a register does not belong to, now or at the time of their readings.
CREATE TABLE metering.chain_aside (
    register_id integer NOT NULL,
    gateway     integer NOT NULL,
    epoch       bigint NOT NULL,
    head        bytea NOT NULL,
    PRIMARY KEY (register_id, gateway)
);

-- Blocks as signed, so that each reading stays provable: one partition per UTC day of market time
-- of arrival. The block with the lowest last_sequence that is not before a reading holds it.
CREATE TABLE metering.block (
    gateway        integer NOT NULL,
    epoch          bigint NOT NULL,
    last_sequence  bigint NOT NULL,
    received_at    timestamptz NOT NULL,
    first_sequence bigint NOT NULL,
    header         bytea NOT NULL,
    body           bytea NOT NULL,
    PRIMARY KEY (gateway, epoch, last_sequence, received_at)
) PARTITION BY RANGE (received_at);

-- Hashes and salts do not compress.
ALTER TABLE metering.block ALTER COLUMN body SET STORAGE EXTERNAL;

COMMENT ON COLUMN metering.block.body IS
    'the readings under the header''s root; those of erased metering points are hashes';

CREATE TABLE metering.block_default PARTITION OF metering.block DEFAULT;

-- Creates the partition of a UTC day unless it exists; days to come, so the default holds no row
-- of it. Waiting for the default's lock brings the news of what somebody else has just created.
CREATE FUNCTION metering.ensure_block_partition(day date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    partition_name text := 'block_' || to_char(day, 'YYYYMMDD');
    day_start timestamptz := day::timestamp AT TIME ZONE 'UTC';
    day_end timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass('metering.' || partition_name) IS NOT NULL THEN
        RETURN;
    END IF;
    LOCK TABLE metering.block_default IN ACCESS EXCLUSIVE MODE;
    IF to_regclass('metering.' || partition_name) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE metering.%I (LIKE metering.block INCLUDING ALL)', partition_name);
    EXECUTE format('WITH moved AS (DELETE FROM metering.block_default '
                   'WHERE received_at >= %L AND received_at < %L RETURNING *) '
                   'INSERT INTO metering.%I SELECT * FROM moved',
                   day_start, day_end, partition_name);
    EXECUTE format('ALTER TABLE metering.block ATTACH PARTITION metering.%I '
                   'FOR VALUES FROM (%L) TO (%L)', partition_name, day_start, day_end);
END
$$;

-- Readings whose link is not the register's chain. Their energy counts; somebody should ask why.
CREATE TABLE metering.chain_break (
    register_id integer NOT NULL,
    gateway     integer NOT NULL,
    epoch       bigint NOT NULL,
    sequence    bigint NOT NULL,
    reason      varchar(10) NOT NULL,
    expected    bytea NOT NULL,
    found       bytea NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (register_id, gateway, epoch, sequence)
);

COMMENT ON COLUMN metering.chain_break.sequence IS 'first reading of the block that was new';
COMMENT ON COLUMN metering.chain_break.reason IS
    'START: the first reading in an epoch does not link to the genesis; LINK: a later one links to '
    'another reading than the one before';
