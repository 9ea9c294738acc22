-- Tokens by which programs (Excel, Power BI, scripts) read the office's exports. Only the digest of a
-- token is kept. kinds: keys of exports separated by blanks, or * for all that are not for
-- administrators only. area: leading digits of village codes; empty: all. personal: names and poor flags
-- may be read, with a reason; reason: the one that holds where a program cannot write it with each call.
CREATE TABLE api_token (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 32),
    digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
    kinds TEXT NOT NULL CHECK (kinds <> ''),
    area TEXT NOT NULL DEFAULT '' CHECK (length(area) <= 8),
    personal INTEGER NOT NULL CHECK (personal IN (0, 1)),
    reason TEXT NOT NULL DEFAULT '',
    expires_at TEXT NOT NULL,
    revoked_at TEXT,
    revoked_by TEXT,
    last_used_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
    CHECK (reason = '' OR personal = 1)
) STRICT;
-- A name belongs to one token at a time, so that the audit log says whose reading it was.
CREATE UNIQUE INDEX api_token_name ON api_token (name) WHERE revoked_at IS NULL;
