-- SMS: what gateways leave to us, and what sending costs.

-- Messages that are kept but never enter a conversation (service numbers, binary, wrong character
-- set, too many in a minute …): who, why, and the raw bytes where no text could be made of them.
CREATE TABLE sms_set_aside (
    inbox INTEGER PRIMARY KEY REFERENCES inbox (id),
    sender TEXT NOT NULL,
    reason TEXT NOT NULL,
    bytes BLOB NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

-- Messages whose parts the gateway did not join. `apology` is the word to the person that waits in
-- the outbox until the parts are late.
CREATE TABLE sms_long (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    reference INTEGER NOT NULL,
    parts INTEGER NOT NULL CHECK (parts BETWEEN 2 AND 255),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'joined')),
    apology INTEGER REFERENCES outbox (id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX sms_long_find ON sms_long (channel, address, reference, parts, created_at);
CREATE INDEX sms_long_waiting ON sms_long (created_at) WHERE state = 'waiting';
CREATE INDEX sms_long_apology ON sms_long (apology) WHERE apology IS NOT NULL;

CREATE TABLE sms_part (
    id INTEGER PRIMARY KEY,
    long INTEGER NOT NULL REFERENCES sms_long (id),
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (long, number)
) STRICT;

-- Texts that were taken and not answered yet, for gateways that give messages no id.
CREATE TABLE sms_seen (
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    digest TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (channel, address, digest)
) WITHOUT ROWID, STRICT;

-- How many messages came from a number since `since`.
CREATE TABLE sms_pace (
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    since TEXT NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (channel, address)
) WITHOUT ROWID, STRICT;

-- What a channel's messages cost, a month. `cost` is in hundredths of a satang.
CREATE TABLE channel_spending (
    channel TEXT NOT NULL,
    month TEXT NOT NULL CHECK (length(month) = 7),
    messages INTEGER NOT NULL,
    segments INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (channel, month)
) WITHOUT ROWID, STRICT;
