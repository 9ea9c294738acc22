-- The first schema. Words are those of docs/GLOSSARY: channel = our own account, address = where a
-- contact is reached. Instants are UTC texts "2025-11-30T02:05:00.123Z", days "2025-11-30", months
-- "2025-11"; money is whole baht; fiscal years are Buddhist era. Ids are made by the program
-- (storage/ids.h). created_by is "contact:<id>", "officer:<name>", "command" or "system".

CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- Areas ---------------------------------------------------------------------------------------

CREATE TABLE tambon (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE CHECK (length(code) = 6),
    name_th TEXT NOT NULL,
    name_en TEXT NOT NULL DEFAULT '',
    district_code TEXT NOT NULL CHECK (length(district_code) = 4),
    postal_code TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;

CREATE TABLE village (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE CHECK (length(code) = 8),
    tambon INTEGER NOT NULL REFERENCES tambon (id),
    moo INTEGER NOT NULL CHECK (moo BETWEEN 1 AND 99),
    name_th TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;
CREATE INDEX village_tambon ON village (tambon);

CREATE TABLE village_target (
    id INTEGER PRIMARY KEY,
    village INTEGER NOT NULL REFERENCES village (id),
    fy INTEGER NOT NULL CHECK (fy BETWEEN 2500 AND 2700),
    strategy TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (village, fy)
) STRICT;

-- People and households -----------------------------------------------------------------------

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    prefix TEXT NOT NULL DEFAULT '',
    given_name TEXT NOT NULL DEFAULT '',
    family_name TEXT NOT NULL DEFAULT '',
    sex TEXT CHECK (sex IN ('M', 'F', 'X')),
    birth_year_be INTEGER CHECK (birth_year_be BETWEEN 2440 AND 2560),
    phone TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;
CREATE INDEX person_phone ON person (phone) WHERE phone IS NOT NULL;

CREATE TABLE household (
    id INTEGER PRIMARY KEY,
    village INTEGER NOT NULL REFERENCES village (id),
    house_no TEXT NOT NULL,
    house_code TEXT CHECK (length(house_code) = 11),
    head INTEGER REFERENCES person (id),
    members_total INTEGER CHECK (members_total BETWEEN 1 AND 30),
    members_15_59 INTEGER CHECK (members_15_59 BETWEEN 0 AND 30),
    members_60plus INTEGER CHECK (members_60plus BETWEEN 0 AND 30),
    occ_main TEXT,
    trainer_phone TEXT,
    status TEXT NOT NULL CHECK (
        status IN ('INVITED', 'ACTIVE', 'PAUSED', 'WITHDRAWN', 'MOVED', 'CLOSED')),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (village, house_no)
) STRICT;
CREATE INDEX household_head ON household (head) WHERE head IS NOT NULL;
CREATE INDEX household_trainer ON household (trainer_phone) WHERE trainer_phone IS NOT NULL;

CREATE TABLE household_flag (
    id INTEGER PRIMARY KEY,
    household INTEGER NOT NULL REFERENCES household (id),
    kind TEXT NOT NULL CHECK (kind IN ('TARGET', 'POOR')),
    from_day TEXT NOT NULL,
    to_day TEXT,
    source TEXT NOT NULL CHECK (source IN ('OFFICER', 'TPMAP', 'BMN')),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX household_flag_open ON household_flag (household, kind) WHERE to_day IS NULL;
CREATE INDEX household_flag_history ON household_flag (household, kind, from_day);

CREATE TABLE baseline (
    id INTEGER PRIMARY KEY,
    household INTEGER NOT NULL UNIQUE REFERENCES household (id),
    income_month INTEGER CHECK (income_month >= 0),
    expense_month INTEGER CHECK (expense_month >= 0),
    saving_month INTEGER CHECK (saving_month >= 0),
    debt_total INTEGER CHECK (debt_total >= 0),
    ref_period TEXT CHECK (length(ref_period) = 7),
    source TEXT NOT NULL CHECK (source IN ('SELF', 'BMN', 'OFFICER')),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;

CREATE TABLE household_saving_form (
    id INTEGER PRIMARY KEY,
    household INTEGER NOT NULL REFERENCES household (id),
    form TEXT NOT NULL CHECK (
        form IN ('CASH', 'BANK', 'COOP', 'SAVGROUP', 'COMMFUND', 'NSF', 'LIFEINS', 'BOND', 'GOLD',
                 'PROPERTY', 'OTHER', 'NONE')),
    fy INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (household, fy, form)
) STRICT;

-- Contacts and rights -------------------------------------------------------------------------

CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    person INTEGER REFERENCES person (id),
    language TEXT NOT NULL DEFAULT 'th',
    stopped_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX contact_person ON contact (person) WHERE person IS NOT NULL;

CREATE TABLE address (
    id INTEGER PRIMARY KEY,
    contact INTEGER NOT NULL REFERENCES contact (id),
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'ACTIVE' CHECK (state IN ('ACTIVE', 'BLOCKED', 'LEFT')),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (channel, address)
) STRICT;
CREATE INDEX address_contact ON address (contact);

CREATE TABLE contact_household (
    id INTEGER PRIMARY KEY,
    contact INTEGER NOT NULL REFERENCES contact (id),
    household INTEGER NOT NULL REFERENCES household (id),
    relation TEXT CHECK (relation IN ('HEAD', 'SPOUSE', 'CHILD', 'OTHER')),
    from_at TEXT NOT NULL,
    to_at TEXT,
    used_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX contact_household_open ON contact_household (contact, household)
    WHERE to_at IS NULL;
CREATE INDEX contact_household_household ON contact_household (household) WHERE to_at IS NULL;

CREATE TABLE notice (
    id INTEGER PRIMARY KEY,
    version TEXT NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    in_force_from TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (version, language)
) STRICT;
CREATE INDEX notice_in_force ON notice (in_force_from);

CREATE TABLE consent (
    id INTEGER PRIMARY KEY,
    household INTEGER NOT NULL REFERENCES household (id),
    contact INTEGER REFERENCES contact (id),
    person INTEGER REFERENCES person (id),
    relation TEXT NOT NULL DEFAULT '',
    purpose TEXT NOT NULL CHECK (purpose IN ('DATA', 'MESSAGES', 'PHOTO', 'PUBLISH')),
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
CREATE INDEX consent_household ON consent (household, contact, purpose);

CREATE TABLE invite (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE CHECK (length(code) = 6),
    household INTEGER NOT NULL REFERENCES household (id),
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'USED', 'VOID')),
    expires_at TEXT NOT NULL,
    used_by INTEGER REFERENCES contact (id),
    used_at TEXT,
    tries INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;
CREATE INDEX invite_household ON invite (household, state);

CREATE TABLE wrong_code (
    id INTEGER PRIMARY KEY,
    contact INTEGER NOT NULL REFERENCES contact (id),
    tried_at TEXT NOT NULL
) STRICT;
CREATE INDEX wrong_code_contact ON wrong_code (contact, tried_at);

-- Messages and sessions -----------------------------------------------------------------------

-- Read by other tools: channel, event_id, received_at, state. One row an event. `text` is what a
-- person wrote in a private chat; `payload` is the whole message of a dead letter.
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    event_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'dead')),
    kind TEXT NOT NULL,
    contact INTEGER REFERENCES contact (id),
    message_id TEXT,
    text TEXT,
    payload TEXT,
    reason TEXT,
    sent_at TEXT,
    received_at TEXT NOT NULL,
    UNIQUE (channel, event_id)
) STRICT;
CREATE INDEX inbox_message ON inbox (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX inbox_dead ON inbox (id) WHERE state = 'dead';

CREATE TABLE session (
    contact INTEGER PRIMARY KEY REFERENCES contact (id),
    form_key TEXT,
    body TEXT NOT NULL,
    started_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX session_form ON session (form_key) WHERE form_key IS NOT NULL;

-- Read by other tools: id, channel, address, state, retry_key, attempts.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL CHECK (
        state IN ('queued', 'sending', 'sent', 'delivered', 'failed', 'expired')),
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
    updated_at TEXT NOT NULL
) STRICT;
-- Only what is not settled is in these, so they stay small however old the office grows.
CREATE INDEX outbox_waiting ON outbox (channel, priority, id, due_at) WHERE state = 'queued';
CREATE INDEX outbox_expiring ON outbox (channel, expires_at)
    WHERE state = 'queued' AND expires_at IS NOT NULL;
CREATE INDEX outbox_address ON outbox (address, channel, id) WHERE state IN ('queued', 'sending');
CREATE INDEX outbox_provider ON outbox (provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX outbox_given_up ON outbox (state) WHERE state IN ('failed', 'expired');

CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    outbox INTEGER NOT NULL REFERENCES outbox (id),
    attempt INTEGER NOT NULL,
    way TEXT NOT NULL,
    result TEXT NOT NULL,
    http_status INTEGER NOT NULL DEFAULT 0,
    answer TEXT NOT NULL DEFAULT '',
    took_ms INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX delivery_outbox ON delivery (outbox);

CREATE TABLE channel_quota (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    month TEXT NOT NULL CHECK (length(month) = 7),
    quota_limit INTEGER,
    used INTEGER NOT NULL DEFAULT 0,
    sent_since INTEGER NOT NULL DEFAULT 0,
    read_at TEXT NOT NULL,
    UNIQUE (channel, month)
) STRICT;

CREATE TABLE attachment (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    mime TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    content BLOB NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE content_fetch (
    id INTEGER PRIMARY KEY,
    inbox INTEGER NOT NULL UNIQUE REFERENCES inbox (id),
    channel TEXT NOT NULL,
    message TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    attachment INTEGER REFERENCES attachment (id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX content_fetch_due ON content_fetch (channel, due_at) WHERE state = 'waiting';

-- Forms and reports ---------------------------------------------------------------------------

CREATE TABLE form_edition (
    id INTEGER PRIMARY KEY,
    form_id TEXT NOT NULL,
    version TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    sheets_json TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX form_edition_form ON form_edition (form_id);

CREATE TABLE submission (
    id INTEGER PRIMARY KEY,
    form_id TEXT NOT NULL,
    form_version TEXT NOT NULL,
    entity TEXT NOT NULL DEFAULT '',
    household INTEGER REFERENCES household (id),
    period TEXT CHECK (length(period) = 7),
    contact INTEGER REFERENCES contact (id),
    message INTEGER REFERENCES inbox (id),
    instance TEXT NOT NULL,
    corrects INTEGER NOT NULL DEFAULT 0 CHECK (corrects IN (0, 1)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX submission_household ON submission (household, form_id, id)
    WHERE household IS NOT NULL;
CREATE INDEX submission_contact ON submission (contact, form_id, id);
CREATE INDEX submission_form ON submission (form_id, id);

CREATE TABLE submission_attachment (
    submission INTEGER NOT NULL REFERENCES submission (id),
    attachment INTEGER NOT NULL REFERENCES attachment (id),
    PRIMARY KEY (submission, attachment)
) STRICT;
CREATE INDEX submission_attachment_attachment ON submission_attachment (attachment);

-- Read by other tools: household, period. The unique index serves a household's own months; the other
-- index the export.
CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    household INTEGER NOT NULL REFERENCES household (id),
    period TEXT NOT NULL CHECK (length(period) = 7),
    created_at TEXT NOT NULL,
    UNIQUE (household, period)
) STRICT;
CREATE INDEX report_period ON report (period, household);

-- Read by other tools: report, revision, status and the figures. Rows are added, never changed but
-- for their status and for raw texts a person has taken back. A figure that is NULL has its reason
-- in the column <figure>_unknown.
CREATE TABLE report_revision (
    id INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES report (id),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    status TEXT NOT NULL CHECK (status IN ('CONFIRMED', 'NEEDS_CHECK', 'VOID')),
    occ_main TEXT,
    occ_second TEXT,
    income_total INTEGER CHECK (income_total >= 0),
    income_main INTEGER CHECK (income_main >= 0),
    income_second INTEGER CHECK (income_second >= 0),
    income_other INTEGER CHECK (income_other >= 0),
    income_inkind INTEGER CHECK (income_inkind >= 0),
    expense_total INTEGER CHECK (expense_total >= 0),
    saving_amount INTEGER CHECK (saving_amount >= 0),
    occ_main_unknown TEXT,
    occ_second_unknown TEXT,
    income_total_unknown TEXT,
    income_main_unknown TEXT,
    income_second_unknown TEXT,
    income_other_unknown TEXT,
    income_inkind_unknown TEXT,
    expense_total_unknown TEXT,
    saving_amount_unknown TEXT,
    raw TEXT NOT NULL DEFAULT '{}',
    check_flags TEXT NOT NULL DEFAULT '',
    reporter INTEGER REFERENCES contact (id),
    reporter_relation TEXT NOT NULL DEFAULT '',
    on_behalf INTEGER NOT NULL DEFAULT 0 CHECK (on_behalf IN (0, 1)),
    informant TEXT NOT NULL DEFAULT '',
    channel TEXT NOT NULL,
    lang TEXT NOT NULL,
    message INTEGER REFERENCES inbox (id),
    submission INTEGER REFERENCES submission (id),
    form_version TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (report, revision)
) STRICT;
CREATE INDEX report_revision_submission ON report_revision (submission)
    WHERE submission IS NOT NULL;
CREATE INDEX report_revision_message ON report_revision (message) WHERE message IS NOT NULL;
CREATE INDEX report_revision_reporter ON report_revision (reporter, id)
    WHERE reporter IS NOT NULL;

-- The office ----------------------------------------------------------------------------------

CREATE TABLE request (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    household INTEGER REFERENCES household (id),
    contact INTEGER REFERENCES contact (id),
    message INTEGER REFERENCES inbox (id),
    text TEXT NOT NULL DEFAULT '',
    attachment INTEGER REFERENCES attachment (id),
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'DONE')),
    due_on TEXT NOT NULL,
    done_at TEXT,
    done_by TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX request_open ON request (due_on, number) WHERE state = 'OPEN';
CREATE INDEX request_message ON request (message) WHERE message IS NOT NULL;

CREATE TABLE import_batch (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    rows_created INTEGER NOT NULL,
    rows_changed INTEGER NOT NULL,
    rows_unchanged INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_subject ON audit (subject, id) WHERE subject <> '';
CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
BEGIN
    SELECT raise(ABORT, 'audit rows are never changed');
END;
