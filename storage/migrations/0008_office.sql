-- The office: who may open the console, and what was tried at its door. Passwords are argon2id strings;
-- tokens, one-time codes and typed names are kept as SHA-256 digests only.

-- area: the leading digits of the village codes this account may see; empty: all. A chair sees the
-- organisation's plan. An account without password waits for its one-time code.
CREATE TABLE officer (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    display_name TEXT NOT NULL CHECK (display_name <> ''),
    role TEXT NOT NULL CHECK (role IN ('ADMIN', 'OFFICER', 'CHAIR', 'VIEWER')),
    organisation INTEGER REFERENCES organisation (id),
    area TEXT NOT NULL DEFAULT '' CHECK (length(area) IN (0, 2, 4, 6, 8)),
    password TEXT,
    once_code TEXT CHECK (length(once_code) = 64),
    once_expires_at TEXT,
    disabled_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    CHECK (role <> 'CHAIR' OR organisation IS NOT NULL),
    CHECK ((once_code IS NULL) = (once_expires_at IS NULL))
) STRICT;
CREATE INDEX officer_organisation ON officer (organisation) WHERE organisation IS NOT NULL;

CREATE TABLE officer_session (
    token TEXT NOT NULL PRIMARY KEY CHECK (length(token) = 64),
    officer INTEGER NOT NULL REFERENCES officer (id),
    csrf TEXT NOT NULL,
    address TEXT NOT NULL,
    started_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    ended_at TEXT
) WITHOUT ROWID, STRICT;
CREATE INDEX officer_session_officer ON officer_session (officer, started_at);

CREATE TABLE login_failure (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) = 64),
    address TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX login_failure_name ON login_failure (name, at);
CREATE INDEX login_failure_address ON login_failure (address, at);
