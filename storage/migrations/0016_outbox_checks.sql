-- SQLite makes a temporary table of a list of three or more, at every row that is checked against
-- it: of what a turn costs, that was a tenth. The same rule without a list; nothing else changes.
CREATE TABLE outbox_new (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL CHECK (
        state = 'sending' OR state = 'sent' OR state = 'queued' OR state = 'delivered'
        OR state = 'failed' OR state = 'expired'),
    retry_key TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 9),
    contact INTEGER REFERENCES contact (id),
    inbox INTEGER REFERENCES inbox (id),
    messages TEXT NOT NULL,
    reply_token TEXT,
    reply_token_at TEXT,
    reply_only INTEGER NOT NULL DEFAULT 0 CHECK (reply_only IN (0, 1)),
    way TEXT CHECK (way IN ('reply', 'push')),
    due_at TEXT NOT NULL,
    expires_at TEXT,
    provider_id TEXT,
    reason TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    notice TEXT,
    instead_of INTEGER REFERENCES outbox (id),
    push_cost INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO outbox_new (id, channel, address, state, retry_key, attempts, priority, contact, inbox,
    messages, reply_token, reply_token_at, reply_only, way, due_at, expires_at, provider_id, reason,
    created_at, updated_at, notice, instead_of, push_cost)
SELECT id, channel, address, state, retry_key, attempts, priority, contact, inbox,
    messages, reply_token, reply_token_at, reply_only, way, due_at, expires_at, provider_id, reason,
    created_at, updated_at, notice, instead_of, push_cost
FROM outbox ORDER BY id;
DROP TABLE outbox;
ALTER TABLE outbox_new RENAME TO outbox;
-- Only what is not settled is in these, so they stay small however old the office grows.
CREATE INDEX outbox_waiting ON outbox (channel, priority, id, due_at) WHERE state = 'queued';
CREATE INDEX outbox_expiring ON outbox (channel, expires_at)
    WHERE state = 'queued' AND expires_at IS NOT NULL;
CREATE INDEX outbox_address ON outbox (address, channel, id) WHERE state IN ('queued', 'sending');
CREATE INDEX outbox_provider ON outbox (provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX outbox_given_up ON outbox (state) WHERE state IN ('failed', 'expired');
CREATE UNIQUE INDEX outbox_instead_of ON outbox (instead_of) WHERE instead_of IS NOT NULL;
