-- The office's second lock: an authenticator app beside the password, for accounts that want it.

-- secret: base32, as the app holds it. Until confirmed_at the app has not shown that it works, and
-- the door does not ask for it. last_step: of the last code that opened; none at or before it does
-- again.
CREATE TABLE officer_factor (
    officer INTEGER PRIMARY KEY REFERENCES officer (id),
    secret TEXT NOT NULL CHECK (length(secret) = 32),
    last_step INTEGER NOT NULL DEFAULT 0,
    confirmed_at TEXT,
    created_at TEXT NOT NULL
) STRICT;

-- For the day the telephone is lost: each opens once. SHA-256 digests.
CREATE TABLE officer_spare_code (
    code TEXT NOT NULL PRIMARY KEY CHECK (length(code) = 64),
    officer INTEGER NOT NULL REFERENCES officer (id),
    used_at TEXT
) WITHOUT ROWID, STRICT;
CREATE INDEX officer_spare_code_officer ON officer_spare_code (officer);
