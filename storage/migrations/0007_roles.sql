-- People of the team in chat, and what is owed to a household that was reported for.

-- What a person of the team agreed to, or refused: a row a purpose.
CREATE TABLE person_consent (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    contact INTEGER NOT NULL REFERENCES contact (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('DATA', 'MESSAGES')),
    basis TEXT NOT NULL CHECK (basis IN ('CONSENT', 'PUBLIC_TASK')),
    notice_version TEXT NOT NULL,
    channel TEXT NOT NULL,
    given_at TEXT,
    refused_at TEXT,
    withdrawn_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CHECK ((given_at IS NULL) <> (refused_at IS NULL))
) STRICT;
CREATE INDEX person_consent_person ON person_consent (person, contact, purpose);
CREATE INDEX person_consent_contact ON person_consent (contact);

-- A report made on behalf of a household must be told to it within 30 days (PDPA section 25): by the
-- message of the outbox row, or by a printed slip. told_at is empty until then. The basis of such a
-- report is the office's public task where nobody of the house has consented.
CREATE TABLE telling (
    id INTEGER PRIMARY KEY,
    household INTEGER NOT NULL REFERENCES household (id),
    revision INTEGER NOT NULL UNIQUE REFERENCES report_revision (id),
    basis TEXT NOT NULL CHECK (basis IN ('CONSENT', 'PUBLIC_TASK')),
    due_on TEXT NOT NULL CHECK (length(due_on) = 10),
    outbox INTEGER REFERENCES outbox (id),
    told_at TEXT,
    told_by TEXT,
    printed_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CHECK ((told_at IS NULL) = (told_by IS NULL))
) STRICT;
CREATE INDEX telling_household ON telling (household);
CREATE INDEX telling_open ON telling (due_on, id) WHERE told_at IS NULL;
CREATE INDEX telling_outbox ON telling (outbox) WHERE outbox IS NOT NULL;

CREATE INDEX request_household_open ON request (household, kind)
    WHERE state = 'OPEN' AND household IS NOT NULL;
