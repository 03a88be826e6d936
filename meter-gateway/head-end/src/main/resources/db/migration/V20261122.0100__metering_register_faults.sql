-- Registers that a stage could not advance: they are set aside until retry_at, the others go on.
-- A row goes once the register advances again. Times are wall times of the database.
CREATE TABLE metering.register_fault (
    register_id integer NOT NULL,
    stage       varchar(10) NOT NULL,
    first_at    timestamptz NOT NULL DEFAULT now(),
    last_at     timestamptz NOT NULL DEFAULT now(),
    retry_at    timestamptz NOT NULL,
    times       integer NOT NULL DEFAULT 1,
    detail      varchar(300) NOT NULL,
    PRIMARY KEY (register_id, stage)
);
