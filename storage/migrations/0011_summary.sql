-- The summary for the province: what was frozen never changes; what the officer writes beside each
-- section is a draft of the year until then.
CREATE TABLE summary (
    id INTEGER PRIMARY KEY,
    fy INTEGER NOT NULL CHECK (fy BETWEEN 2500 AND 2700),
    version INTEGER NOT NULL CHECK (version >= 1),
    cut_off TEXT NOT NULL CHECK (length(cut_off) = 10),
    body_json TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    signed_name TEXT NOT NULL CHECK (signed_name <> ''),
    signed_position TEXT NOT NULL DEFAULT '',
    frozen_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (fy, version)
) STRICT;
CREATE TRIGGER summary_never_changes BEFORE UPDATE ON summary
BEGIN
    SELECT raise(ABORT, 'a frozen summary never changes');
END;

CREATE TABLE summary_note (
    id INTEGER PRIMARY KEY,
    fy INTEGER NOT NULL CHECK (fy BETWEEN 2500 AND 2700),
    section INTEGER NOT NULL CHECK (section BETWEEN 1 AND 13),
    text TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (fy, section)
) STRICT;
