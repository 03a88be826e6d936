-- What people are told: one row for each fact and person, however often the stage looks. Times are
-- market time where nothing else is said.
CREATE TABLE market.notification (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id     bigint NOT NULL REFERENCES market.account ON DELETE CASCADE,
    kind           varchar(20) NOT NULL,
    fact           varchar(200) NOT NULL,
    participant_id bigint REFERENCES market.participant,
    details        jsonb NOT NULL,
    at             timestamptz NOT NULL,
    listed         boolean NOT NULL,
    read_at        timestamptz,
    UNIQUE (account_id, kind, fact)
);

CREATE INDEX notification_listed ON market.notification (account_id, id) WHERE listed;
CREATE INDEX notification_at ON market.notification (at);

COMMENT ON COLUMN market.notification.fact IS 'names what was recorded; a fact notifies a person once';
COMMENT ON COLUMN market.notification.details IS 'values of its text, all of them JSON strings';
COMMENT ON COLUMN market.notification.at IS 'when it was noticed';
COMMENT ON COLUMN market.notification.listed IS 'false: the person wants none of the kind in the app';

-- Which topics a person wants to hear of, and how; the product's defaults without a row.
CREATE TABLE market.notification_preference (
    account_id bigint NOT NULL REFERENCES market.account ON DELETE CASCADE,
    topic      varchar(10) NOT NULL,
    in_app     boolean NOT NULL,
    mail       boolean NOT NULL,
    push       boolean NOT NULL,
    PRIMARY KEY (account_id, topic)
);

CREATE TABLE market.notification_setting (
    account_id  bigint PRIMARY KEY REFERENCES market.account ON DELETE CASCADE,
    language    varchar(2) NOT NULL CHECK (language IN ('en', 'de')),
    quiet_from  time,
    quiet_until time,
    CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
);

COMMENT ON COLUMN market.notification_setting.quiet_from IS
    'local time of the person''s community; null: pushes come at any hour';

-- Browsers that are pushed to; one that is signed out is not any more. Times are wall time.
CREATE TABLE market.push_subscription (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES market.account ON DELETE CASCADE,
    session_id bigint REFERENCES market.account_session ON DELETE CASCADE,
    endpoint   varchar(1000) NOT NULL UNIQUE,
    p256dh     varchar(100) NOT NULL,
    auth       varchar(30) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    tested_at  timestamptz
);

CREATE INDEX push_subscription_of ON market.push_subscription (account_id);

-- What is to be sent, and was. Written with the notification; a row that is taken to be sent is due
-- again after a growing pause, unless it is noted as sent before.
CREATE TABLE market.notification_sending (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    notification_id bigint NOT NULL REFERENCES market.notification ON DELETE CASCADE,
    account_id      bigint NOT NULL REFERENCES market.account ON DELETE CASCADE,
    channel         varchar(4) NOT NULL CHECK (channel IN ('MAIL', 'PUSH')),
    subscription_id bigint REFERENCES market.push_subscription ON DELETE CASCADE,
    urgent          boolean NOT NULL,
    due_at          timestamptz NOT NULL DEFAULT now(),
    attempts        integer NOT NULL DEFAULT 0,
    sent_at         timestamptz,
    CHECK ((subscription_id IS NOT NULL) = (channel = 'PUSH'))
);

CREATE INDEX notification_sending_due ON market.notification_sending (due_at) WHERE sent_at IS NULL;
CREATE INDEX notification_sending_sent ON market.notification_sending (account_id, sent_at);
CREATE INDEX notification_sending_of ON market.notification_sending (notification_id);
CREATE INDEX notification_sending_to ON market.notification_sending (subscription_id);

COMMENT ON COLUMN market.notification_sending.due_at IS 'wall time';
COMMENT ON COLUMN market.notification_sending.urgent IS 'neither caps nor quiet hours hold it up';
