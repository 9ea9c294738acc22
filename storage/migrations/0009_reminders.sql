-- Reminders: what is due, to whom, and what became of it; groups of the teams.

-- LINE groups we are in. A push to one costs as many messages as it has members.
CREATE TABLE chat_group (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    organisation INTEGER REFERENCES organisation (id),
    state TEXT NOT NULL CHECK (state IN ('ACTIVE', 'LEFT')),
    members INTEGER CHECK (members >= 0),
    members_at TEXT,
    bound_at TEXT,
    bound_by INTEGER REFERENCES contact (id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (channel, address)
) STRICT;
CREATE INDEX chat_group_organisation ON chat_group (organisation) WHERE organisation IS NOT NULL;
CREATE INDEX chat_group_bound_by ON chat_group (bound_by) WHERE bound_by IS NOT NULL;

-- What an officer gives a group to say which team it is. Only the digest of the code is kept.
CREATE TABLE group_code (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    expires_at TEXT NOT NULL,
    used_by INTEGER REFERENCES chat_group (id),
    used_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;
CREATE INDEX group_code_organisation ON group_code (organisation);
CREATE INDEX group_code_used_by ON group_code (used_by) WHERE used_by IS NOT NULL;

-- One row a thing to say, a target and a time. due_at is when the rule says, next_at when it is looked
-- at (again). version is the activity's: an edited activity voids what its new days do not ask for.
-- rank: who is served first where messages are scarce. cost_units: pushes, or segments of an SMS.
CREATE TABLE reminder (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (
        kind IN ('WEEK_BEFORE', 'DAY_BEFORE', 'MORNING', 'ASK', 'ASK_CHAIR', 'OFFICER_LIST',
                 'TEAM_DAY', 'GROUP_DAY', 'GROUP_BOARD', 'REPORT', 'REPORT_LIST')),
    rank INTEGER NOT NULL CHECK (rank BETWEEN 0 AND 9),
    activity INTEGER REFERENCES activity (id),
    period TEXT CHECK (length(period) = 7),
    day TEXT NOT NULL CHECK (length(day) = 10),
    version INTEGER NOT NULL DEFAULT 0,
    person INTEGER REFERENCES person (id),
    household INTEGER REFERENCES household (id),
    chat_group INTEGER REFERENCES chat_group (id),
    due_at TEXT NOT NULL,
    useful_until TEXT NOT NULL CHECK (useful_until >= due_at),
    next_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('DUE', 'SENT', 'SUPPRESSED', 'EXPIRED', 'FAILED')),
    reason TEXT NOT NULL DEFAULT '',
    channel TEXT NOT NULL DEFAULT '',
    cost_units INTEGER,
    outbox INTEGER REFERENCES outbox (id),
    planned_at TEXT NOT NULL,
    done_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CHECK ((activity IS NULL) <> (period IS NULL)),
    CHECK ((state = 'DUE') = (done_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX reminder_once ON reminder (
    coalesce(activity, 0), coalesce(period, ''), kind, coalesce(person, 0), coalesce(household, 0),
    coalesce(chat_group, 0), due_at);
-- Only what is still to be done: a pass looks at the head of each rank, however much lies ahead.
CREATE INDEX reminder_due ON reminder (rank, next_at) WHERE state = 'DUE';
CREATE INDEX reminder_activity ON reminder (activity) WHERE activity IS NOT NULL;
CREATE INDEX reminder_person ON reminder (person, next_at) WHERE person IS NOT NULL;
CREATE INDEX reminder_household ON reminder (household, next_at) WHERE household IS NOT NULL;
CREATE INDEX reminder_group ON reminder (chat_group) WHERE chat_group IS NOT NULL;
CREATE INDEX reminder_outbox ON reminder (outbox) WHERE outbox IS NOT NULL;

-- What of the office's plans is reminded of; an empty cell means all (bot/reminder_rules.h).
CREATE TABLE reminder_switch (
    id INTEGER PRIMARY KEY,
    reminder TEXT NOT NULL DEFAULT '',
    activity_kind TEXT NOT NULL DEFAULT '',
    organisation INTEGER REFERENCES organisation (id),
    person INTEGER REFERENCES person (id),
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX reminder_switch_once ON reminder_switch (
    reminder, activity_kind, coalesce(organisation, 0), coalesce(person, 0));
CREATE INDEX reminder_switch_organisation ON reminder_switch (organisation)
    WHERE organisation IS NOT NULL;
CREATE INDEX reminder_switch_person ON reminder_switch (person) WHERE person IS NOT NULL;

-- Activities whose reminders must be worked out again, and how far a day's round has come.
CREATE TABLE reminder_stale (
    activity INTEGER PRIMARY KEY REFERENCES activity (id)
) STRICT;
CREATE TRIGGER activity_is_new AFTER INSERT ON activity
BEGIN
    INSERT INTO reminder_stale (activity) VALUES (new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER activity_is_changed AFTER UPDATE ON activity
BEGIN
    INSERT INTO reminder_stale (activity) VALUES (new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER plan_is_closed_or_opened AFTER UPDATE OF status ON plan
    WHEN (old.status = 'CLOSED') <> (new.status = 'CLOSED')
BEGIN
    INSERT INTO reminder_stale (activity) SELECT id FROM activity WHERE plan = new.id
    ON CONFLICT DO NOTHING;
END;
INSERT INTO reminder_stale (activity) SELECT id FROM activity;

CREATE TABLE reminder_round (
    job TEXT NOT NULL PRIMARY KEY,
    day TEXT NOT NULL CHECK (length(day) = 10),
    cursor INTEGER NOT NULL,
    done INTEGER NOT NULL CHECK (done IN (0, 1))
) STRICT;

-- Secret links under which a calendar program fetches what a team or a person is to do. Only the
-- digest of the secret is kept.
CREATE TABLE calendar_feed (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
    organisation INTEGER REFERENCES organisation (id),
    person INTEGER REFERENCES person (id),
    revoked_at TEXT,
    revoked_by TEXT,
    fetched_on TEXT CHECK (length(fetched_on) = 10),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    CHECK ((organisation IS NULL) <> (person IS NULL)),
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
) STRICT;
CREATE INDEX calendar_feed_organisation ON calendar_feed (organisation)
    WHERE organisation IS NOT NULL;
CREATE INDEX calendar_feed_person ON calendar_feed (person) WHERE person IS NOT NULL;

-- Of an activity that recurs, which of its days an answer is about; empty: the activity.
ALTER TABLE outcome ADD COLUMN occurrence TEXT CHECK (length(occurrence) = 10);

-- Pushes a row costs where that is more than one: the members of a group. 0: one, of a person.
ALTER TABLE outbox ADD COLUMN push_cost INTEGER NOT NULL DEFAULT 0;
