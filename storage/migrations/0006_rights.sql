-- Rights of the people: what is left of erased and old reports, the proof that the jobs did their work,
-- and what a person changed of the register's facts.

-- Sums of reports that are nobody's any more, by village and month. No row says when something was
-- added or by which erasure. A figure's known and total stay 0 until at least five households are in it
-- (storage/anonymous_totals.h); reports counts all.
CREATE TABLE anonymous_total (
    village INTEGER NOT NULL REFERENCES village (id),
    period TEXT NOT NULL CHECK (length(period) = 7),
    reports INTEGER NOT NULL CHECK (reports >= 1),
    income_known INTEGER NOT NULL DEFAULT 0 CHECK (income_known = 0 OR income_known >= 5),
    income_total INTEGER NOT NULL DEFAULT 0,
    expense_known INTEGER NOT NULL DEFAULT 0 CHECK (expense_known = 0 OR expense_known >= 5),
    expense_total INTEGER NOT NULL DEFAULT 0,
    saving_known INTEGER NOT NULL DEFAULT 0 CHECK (saving_known = 0 OR saving_known >= 5),
    saving_total INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (village, period)
) WITHOUT ROWID, STRICT;

-- Each job that erases leaves a row each time: the rule, up to when, how many rows, and how many it
-- should have taken and did not (0: it did its work).
CREATE TABLE housekeeping_run (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    cut_off TEXT NOT NULL,
    rows INTEGER NOT NULL,
    left_over INTEGER NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX housekeeping_run_rule ON housekeeping_run (rule, id);

-- The last word to somebody whose house was erased in the middle of a conversation: the only row that
-- still knows the address, until it is sent or its time is over.
CREATE TABLE farewell (
    outbox INTEGER PRIMARY KEY REFERENCES outbox (id),
    request INTEGER NOT NULL REFERENCES request (id),
    until_at TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX farewell_request ON farewell (request);

-- A fact of the register that a person of the house corrected, before and after.
CREATE TABLE fact_change (
    id INTEGER PRIMARY KEY,
    household INTEGER NOT NULL REFERENCES household (id),
    field TEXT NOT NULL,
    value_before TEXT NOT NULL DEFAULT '',
    value_after TEXT NOT NULL DEFAULT '',
    submission INTEGER REFERENCES submission (id),
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;
CREATE INDEX fact_change_household ON fact_change (household, id);
CREATE INDEX fact_change_submission ON fact_change (submission) WHERE submission IS NOT NULL;
