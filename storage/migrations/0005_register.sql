-- The register's nouns: who the organisations and people are, what they planned and did, what came of
-- it, and what the office must keep of people's rights. Words are those of docs/GLOSSARY. Rows with
-- from_day and to_day are terms: both days belong to them, an empty to_day is open. Fiscal years are
-- Buddhist era; money is whole baht.

-- Organisations and people ----------------------------------------------------------------------

-- CCC ศอช.อ., WOM กพสอ., VOL ชมรม อช., SAV เครือข่ายกลุ่มออมทรัพย์. How one is constituted says nothing of its
-- duties.
CREATE INDEX person_name ON person (given_name, family_name);

CREATE TABLE organisation (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('CCC', 'WOM', 'VOL', 'SAV')),
    name_th TEXT NOT NULL CHECK (name_th <> ''),
    level TEXT NOT NULL CHECK (level IN ('DISTRICT', 'TAMBON', 'PROVINCE')),
    constituted_as TEXT NOT NULL CHECK (
        constituted_as IN ('COMMITTEE', 'CLUB', 'NETWORK', 'ASSOCIATION', 'REPS')),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (kind, name_th)
) STRICT;

-- What each kind of organisation is there for; permissions ask for the code.
CREATE TABLE organisation_duty (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('CCC', 'WOM', 'VOL', 'SAV')),
    code TEXT NOT NULL CHECK (
        code IN ('LIVELIHOOD', 'MODEL', 'TAMBON_PLAN', 'TRAINERS', 'POOR', 'CAPITAL')),
    duty_th TEXT NOT NULL,
    duty_en TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (kind, code)
) STRICT;

INSERT INTO organisation_duty (id, kind, code, duty_th, duty_en, created_at, updated_at, created_by)
VALUES
    (1, 'WOM', 'LIVELIHOOD', 'สนับสนุนการพัฒนาอาชีพของครัวเรือนสัมมาชีพ',
     'support occupations of right-livelihood households', '2020-01-01T00:00:00.000Z',
     '2020-01-01T00:00:00.000Z', 'system'),
    (2, 'WOM', 'MODEL', 'เป็นแกนหลักในการคัดเลือกครัวเรือนสัมมาชีพตัวอย่าง',
     'lead the choice of the model household', '2020-01-01T00:00:00.000Z',
     '2020-01-01T00:00:00.000Z', 'system'),
    (3, 'CCC', 'TAMBON_PLAN', 'สนับสนุนการบูรณาการแผนชุมชนระดับตำบลและเชื่อมโยงกับแผนท้องถิ่น',
     'integrate tambon plans and link them to local plans', '2020-01-01T00:00:00.000Z',
     '2020-01-01T00:00:00.000Z', 'system'),
    (4, 'VOL', 'TRAINERS', 'สนับสนุนการทำงานของทีมวิทยากรสัมมาชีพระดับหมู่บ้าน',
     'support the village trainer teams', '2020-01-01T00:00:00.000Z',
     '2020-01-01T00:00:00.000Z', 'system'),
    (5, 'VOL', 'POOR', 'สนับสนุนการยกระดับครัวเรือนยากจนตามแนวทางสัมมาชีพ',
     'help poor households up', '2020-01-01T00:00:00.000Z', '2020-01-01T00:00:00.000Z', 'system'),
    (6, 'SAV', 'CAPITAL', 'สนับสนุนครัวเรือนสัมมาชีพและครัวเรือนยากจนให้เข้าถึงแหล่งทุนชุมชน',
     'bring households to community capital', '2020-01-01T00:00:00.000Z',
     '2020-01-01T00:00:00.000Z', 'system');

-- Who is what, where and when. Members and chairs belong to an organisation, trainers, sages and
-- volunteers to a village: those of a village are its team.
CREATE TABLE role (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    role TEXT NOT NULL CHECK (
        role IN ('OFFICER', 'ADMIN', 'MEMBER', 'CHAIR', 'TRAINER', 'SAGE', 'VOLUNTEER',
                 'VOLUNTEER_LEADER')),
    organisation INTEGER REFERENCES organisation (id),
    village INTEGER REFERENCES village (id),
    from_day TEXT NOT NULL CHECK (length(from_day) = 10),
    to_day TEXT CHECK (to_day >= from_day),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    CHECK (role NOT IN ('MEMBER', 'CHAIR') OR organisation IS NOT NULL),
    CHECK (role NOT IN ('TRAINER', 'SAGE', 'VOLUNTEER') OR village IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX role_term
    ON role (person, role, coalesce(organisation, 0), coalesce(village, 0), from_day);
CREATE INDEX role_organisation ON role (organisation) WHERE organisation IS NOT NULL;
CREATE INDEX role_village ON role (village, role) WHERE village IS NOT NULL;

-- The district's support team: of all members of the four organisations, those who were named to it.
CREATE TABLE support_team_member (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    from_day TEXT NOT NULL CHECK (length(from_day) = 10),
    to_day TEXT CHECK (to_day >= from_day),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (person, organisation, from_day)
) STRICT;
CREATE INDEX support_team_organisation ON support_team_member (organisation);

-- Which trainer or volunteer looks after a household. household.trainer_phone stays what the office
-- wrote; a row here says who that is.
CREATE TABLE household_care (
    id INTEGER PRIMARY KEY,
    household INTEGER NOT NULL REFERENCES household (id),
    person INTEGER NOT NULL REFERENCES person (id),
    from_day TEXT NOT NULL CHECK (length(from_day) = 10),
    to_day TEXT CHECK (to_day >= from_day),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX household_care_open ON household_care (household) WHERE to_day IS NULL;
CREATE INDEX household_care_household ON household_care (household, from_day);
CREATE INDEX household_care_person ON household_care (person);

-- A household that moved keeps its id and its reports, so that it is counted once.
CREATE TABLE household_move (
    id INTEGER PRIMARY KEY,
    household INTEGER NOT NULL REFERENCES household (id),
    from_village INTEGER NOT NULL REFERENCES village (id),
    from_house_no TEXT NOT NULL,
    to_village INTEGER NOT NULL REFERENCES village (id),
    to_house_no TEXT NOT NULL,
    moved_on TEXT NOT NULL CHECK (length(moved_on) = 10),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    CHECK (from_village <> to_village OR from_house_no <> to_house_no)
) STRICT;
CREATE INDEX household_move_household ON household_move (household, moved_on);
CREATE INDEX household_move_from ON household_move (from_village, from_house_no);
CREATE INDEX household_move_to ON household_move (to_village);

-- Plans -------------------------------------------------------------------------------------------

CREATE TABLE plan (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    fy INTEGER NOT NULL CHECK (fy BETWEEN 2500 AND 2700),
    status TEXT NOT NULL CHECK (status IN ('DRAFT', 'APPROVED', 'CLOSED')),
    approved_on TEXT CHECK (length(approved_on) = 10),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (organisation, fy)
) STRICT;

-- original_end is the last day of the first edition; version grows with every change of days, place
-- or person. recurrence is an iCalendar RRULE, empty: once. Overdue is computed, never stored.
CREATE TABLE activity (
    id INTEGER PRIMARY KEY,
    plan INTEGER NOT NULL REFERENCES plan (id),
    code TEXT NOT NULL CHECK (code <> ''),
    title TEXT NOT NULL CHECK (title <> ''),
    kind TEXT NOT NULL CHECK (
        kind IN ('PREP', 'TRAIN', 'VISIT', 'MONITOR', 'MEETING', 'FUND', 'PLANWORK', 'OTHER')),
    village INTEGER REFERENCES village (id),
    tambon INTEGER REFERENCES tambon (id),
    responsible INTEGER REFERENCES person (id),
    planned_start TEXT NOT NULL CHECK (length(planned_start) = 10),
    planned_end TEXT NOT NULL CHECK (length(planned_end) = 10 AND planned_end >= planned_start),
    original_end TEXT NOT NULL CHECK (length(original_end) = 10),
    recurrence TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    target_people INTEGER CHECK (target_people BETWEEN 0 AND 100000),
    budget_baht INTEGER CHECK (budget_baht >= 0),
    state TEXT NOT NULL CHECK (state IN ('PLANNED', 'DONE', 'POSTPONED', 'CANCELLED')),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (plan, code),
    CHECK (village IS NULL OR tambon IS NULL)
) STRICT;
CREATE INDEX activity_village ON activity (village) WHERE village IS NOT NULL;
CREATE INDEX activity_tambon ON activity (tambon) WHERE tambon IS NOT NULL;
CREATE INDEX activity_responsible ON activity (responsible) WHERE responsible IS NOT NULL;
CREATE INDEX activity_waiting ON activity (planned_end) WHERE state IN ('PLANNED', 'POSTPONED');

-- What was answered about an activity. Rows are added, never changed: the highest revision counts.
CREATE TABLE outcome (
    id INTEGER PRIMARY KEY,
    activity INTEGER NOT NULL REFERENCES activity (id),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    result TEXT NOT NULL CHECK (result IN ('DONE', 'POSTPONED', 'CANCELLED')),
    done_on TEXT CHECK (length(done_on) = 10),
    headcount INTEGER CHECK (headcount BETWEEN 0 AND 2000),
    new_day TEXT CHECK (length(new_day) = 10),
    reason TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    answered_by INTEGER REFERENCES person (id),
    contact INTEGER REFERENCES contact (id),
    channel TEXT NOT NULL DEFAULT '',
    submission INTEGER REFERENCES submission (id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (activity, revision),
    CHECK ((result = 'DONE') = (done_on IS NOT NULL)),
    CHECK ((result = 'POSTPONED') = (new_day IS NOT NULL))
) STRICT;
CREATE INDEX outcome_answered_by ON outcome (answered_by) WHERE answered_by IS NOT NULL;
CREATE INDEX outcome_contact ON outcome (contact) WHERE contact IS NOT NULL;
CREATE INDEX outcome_submission ON outcome (submission) WHERE submission IS NOT NULL;

CREATE TABLE outcome_attachment (
    outcome INTEGER NOT NULL REFERENCES outcome (id),
    attachment INTEGER NOT NULL REFERENCES attachment (id),
    PRIMARY KEY (outcome, attachment)
) STRICT;
CREATE INDEX outcome_attachment_attachment ON outcome_attachment (attachment);

CREATE TABLE cycle_step (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    fy INTEGER NOT NULL CHECK (fy BETWEEN 2500 AND 2700),
    step INTEGER NOT NULL CHECK (step BETWEEN 1 AND 5),
    state TEXT NOT NULL CHECK (state IN ('NOT_STARTED', 'IN_PROGRESS', 'DONE')),
    done_on TEXT CHECK (length(done_on) = 10),
    evidence TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (organisation, fy, step),
    CHECK ((state = 'DONE') = (done_on IS NOT NULL))
) STRICT;

-- Results -----------------------------------------------------------------------------------------

CREATE TABLE fund (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (
        kind IN ('SAVGROUP', 'VILLAGEFUND', 'KKJ', 'WOMENFUND', 'COOP', 'BAAC', 'STATEBANK', 'BANK',
                 'OTHER')),
    name_th TEXT NOT NULL CHECK (name_th <> ''),
    village INTEGER REFERENCES village (id),
    tambon INTEGER REFERENCES tambon (id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    CHECK (village IS NULL OR tambon IS NULL)
) STRICT;
CREATE UNIQUE INDEX fund_name ON fund (kind, name_th, coalesce(village, 0), coalesce(tambon, 0));
CREATE INDEX fund_village ON fund (village) WHERE village IS NOT NULL;
CREATE INDEX fund_tambon ON fund (tambon) WHERE tambon IS NOT NULL;

CREATE TABLE fund_access (
    id INTEGER PRIMARY KEY,
    household INTEGER NOT NULL REFERENCES household (id),
    fund INTEGER NOT NULL REFERENCES fund (id),
    kind TEXT NOT NULL CHECK (kind IN ('APPLIED', 'GRANTED', 'REFUSED', 'MEMBER')),
    on_day TEXT NOT NULL CHECK (length(on_day) = 10),
    amount INTEGER CHECK (amount >= 0),
    submission INTEGER REFERENCES submission (id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (household, fund, kind, on_day)
) STRICT;
CREATE INDEX fund_access_fund ON fund_access (fund);
CREATE INDEX fund_access_submission ON fund_access (submission) WHERE submission IS NOT NULL;

-- The model household of a fiscal year: named, agreed to by the household itself, shortlisted, scored
-- and chosen.
CREATE TABLE nomination (
    id INTEGER PRIMARY KEY,
    household INTEGER NOT NULL REFERENCES household (id),
    fy INTEGER NOT NULL CHECK (fy BETWEEN 2500 AND 2700),
    nominated_by INTEGER REFERENCES person (id),
    nominated_on TEXT NOT NULL CHECK (length(nominated_on) = 10),
    stage TEXT NOT NULL CHECK (
        stage IN ('NOMINATED', 'SHORTLISTED', 'CHOSEN', 'NOT_CHOSEN', 'WITHDRAWN')),
    agreed_by_household_at TEXT,
    submission INTEGER REFERENCES submission (id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (household, fy),
    CHECK (stage <> 'CHOSEN' OR agreed_by_household_at IS NOT NULL)
) STRICT;
CREATE INDEX nomination_year ON nomination (fy, stage);
CREATE INDEX nomination_nominated_by ON nomination (nominated_by) WHERE nominated_by IS NOT NULL;
CREATE INDEX nomination_submission ON nomination (submission) WHERE submission IS NOT NULL;

-- The five criteria as the volunteer answered them.
CREATE TABLE nomination_criterion (
    id INTEGER PRIMARY KEY,
    nomination INTEGER NOT NULL REFERENCES nomination (id),
    criterion TEXT NOT NULL CHECK (
        criterion IN ('INCOME', 'OCCUPATION', 'SAVING', 'LEARNING', 'SHARING')),
    met INTEGER NOT NULL CHECK (met IN (0, 1)),
    note TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (nomination, criterion)
) STRICT;

-- What each member of the committee gave for each criterion.
CREATE TABLE nomination_score (
    id INTEGER PRIMARY KEY,
    nomination INTEGER NOT NULL REFERENCES nomination (id),
    member INTEGER NOT NULL REFERENCES person (id),
    criterion TEXT NOT NULL CHECK (
        criterion IN ('INCOME', 'OCCUPATION', 'SAVING', 'LEARNING', 'SHARING')),
    score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 10),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (nomination, member, criterion)
) STRICT;
CREATE INDEX nomination_score_member ON nomination_score (member);

CREATE TABLE nomination_stage (
    id INTEGER PRIMARY KEY,
    nomination INTEGER NOT NULL REFERENCES nomination (id),
    stage TEXT NOT NULL CHECK (
        stage IN ('NOMINATED', 'SHORTLISTED', 'CHOSEN', 'NOT_CHOSEN', 'WITHDRAWN')),
    reason TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;
CREATE INDEX nomination_stage_nomination ON nomination_stage (nomination, id);

CREATE TABLE tambon_plan (
    id INTEGER PRIMARY KEY,
    tambon INTEGER NOT NULL REFERENCES tambon (id),
    fy INTEGER NOT NULL CHECK (fy BETWEEN 2500 AND 2700),
    title TEXT NOT NULL DEFAULT '',
    integrated_on TEXT CHECK (length(integrated_on) = 10),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (tambon, fy)
) STRICT;

CREATE TABLE tambon_plan_adoption (
    id INTEGER PRIMARY KEY,
    plan INTEGER NOT NULL REFERENCES tambon_plan (id),
    into_plan TEXT NOT NULL CHECK (
        into_plan IN ('LOCAL_PLAN', 'STRATEGIC_PLAN', 'ORDINANCE', 'PROVINCE_PLAN')),
    on_day TEXT NOT NULL CHECK (length(on_day) = 10),
    reference TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (plan, into_plan)
) STRICT;

CREATE TABLE learning_centre (
    id INTEGER PRIMARY KEY,
    village INTEGER NOT NULL REFERENCES village (id),
    name_th TEXT NOT NULL CHECK (name_th <> ''),
    topics TEXT NOT NULL DEFAULT '',
    keeper INTEGER REFERENCES person (id),
    opened_on TEXT CHECK (length(opened_on) = 10),
    closed_on TEXT CHECK (closed_on >= opened_on),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (village, name_th)
) STRICT;
CREATE INDEX learning_centre_keeper ON learning_centre (keeper) WHERE keeper IS NOT NULL;

CREATE TABLE learning_visit (
    id INTEGER PRIMARY KEY,
    centre INTEGER NOT NULL REFERENCES learning_centre (id),
    on_day TEXT NOT NULL CHECK (length(on_day) = 10),
    people INTEGER NOT NULL CHECK (people BETWEEN 0 AND 2000),
    note TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (centre, on_day, note)
) STRICT;

CREATE TABLE trainer_session (
    id INTEGER PRIMARY KEY,
    trainer INTEGER NOT NULL REFERENCES person (id),
    village INTEGER REFERENCES village (id),
    on_day TEXT NOT NULL CHECK (length(on_day) = 10),
    topic TEXT NOT NULL CHECK (topic <> ''),
    people INTEGER CHECK (people BETWEEN 0 AND 2000),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (trainer, on_day, topic)
) STRICT;
CREATE INDEX trainer_session_village ON trainer_session (village) WHERE village IS NOT NULL;

-- members_hh is what the group says; the households we know by name are in occ_group_member.
CREATE TABLE occ_group (
    id INTEGER PRIMARY KEY,
    village INTEGER NOT NULL REFERENCES village (id),
    name_th TEXT NOT NULL CHECK (name_th <> ''),
    occ TEXT NOT NULL DEFAULT '',
    members_hh INTEGER CHECK (members_hh BETWEEN 0 AND 1000),
    formed_on TEXT CHECK (length(formed_on) = 10),
    ended_on TEXT CHECK (ended_on >= formed_on),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (village, name_th)
) STRICT;

CREATE TABLE occ_group_member (
    id INTEGER PRIMARY KEY,
    occ_group INTEGER NOT NULL REFERENCES occ_group (id),
    household INTEGER NOT NULL REFERENCES household (id),
    from_day TEXT NOT NULL CHECK (length(from_day) = 10),
    to_day TEXT CHECK (to_day >= from_day),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (occ_group, household, from_day)
) STRICT;
CREATE INDEX occ_group_member_household ON occ_group_member (household);

-- The จปฐ. income line, baht a person and year, from a year on.
CREATE TABLE bmn_threshold (
    id INTEGER PRIMARY KEY,
    year_from_be INTEGER NOT NULL UNIQUE CHECK (year_from_be BETWEEN 2500 AND 2700),
    baht INTEGER NOT NULL CHECK (baht > 0),
    source TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;
INSERT INTO bmn_threshold (id, year_from_be, baht, source, created_at, updated_at, created_by)
VALUES (1, 2560, 38000, 'จปฐ. 2560-2564', '2020-01-01T00:00:00.000Z', '2020-01-01T00:00:00.000Z',
    'system');

-- Rights and the office ---------------------------------------------------------------------------

-- Two people said different things of one month: kept until a person settles it.
CREATE TABLE report_conflict (
    id INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES report (id),
    first INTEGER NOT NULL REFERENCES report_revision (id),
    second INTEGER NOT NULL REFERENCES report_revision (id),
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'SETTLED')),
    settled INTEGER REFERENCES report_revision (id),
    settled_at TEXT,
    settled_by TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    CHECK (first <> second),
    CHECK ((state = 'SETTLED') = (settled_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX report_conflict_open ON report_conflict (report) WHERE state = 'OPEN';
CREATE INDEX report_conflict_report ON report_conflict (report);
CREATE INDEX report_conflict_first ON report_conflict (first);
CREATE INDEX report_conflict_second ON report_conflict (second);
CREATE INDEX report_conflict_settled ON report_conflict (settled) WHERE settled IS NOT NULL;

-- What was erased, by a keyed digest of how a file would name it (storage/tombstones.h): enough to
-- refuse it, not enough to read who it was.
CREATE TABLE tombstone (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('HOUSE', 'PHONE', 'NAME')),
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    erased_on TEXT NOT NULL CHECK (length(erased_on) = 10),
    lifted_on TEXT CHECK (length(lifted_on) = 10),
    lifted_by TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX tombstone_digest ON tombstone (kind, digest) WHERE lifted_on IS NULL;

-- The register of breaches (PDPA section 37(4)): the regulator is told within 72 hours of known_at.
CREATE TABLE breach (
    id INTEGER PRIMARY KEY,
    known_at TEXT NOT NULL,
    happened TEXT NOT NULL CHECK (happened <> ''),
    data_kinds TEXT NOT NULL DEFAULT '',
    people INTEGER CHECK (people >= 0),
    risk TEXT NOT NULL CHECK (risk IN ('UNKNOWN', 'NONE', 'RISK', 'HIGH')),
    assessment TEXT NOT NULL DEFAULT '',
    regulator_told_at TEXT,
    late_reason TEXT NOT NULL DEFAULT '',
    people_told_at TEXT,
    closed_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;
CREATE INDEX breach_open ON breach (known_at) WHERE closed_at IS NULL;

CREATE TABLE breach_household (
    breach INTEGER NOT NULL REFERENCES breach (id),
    household INTEGER NOT NULL REFERENCES household (id),
    PRIMARY KEY (breach, household)
) STRICT;
CREATE INDEX breach_household_household ON breach_household (household);

-- What the office decides for itself (model_scope, model_quota …), each value with its time.
CREATE TABLE office_setting (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    from_at TEXT NOT NULL,
    to_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX office_setting_open ON office_setting (key) WHERE to_at IS NULL;
CREATE INDEX office_setting_history ON office_setting (key, from_at);

-- Requests: who may be a person without a household; the number the person was told; what was done.
ALTER TABLE request ADD COLUMN person INTEGER REFERENCES person (id);
ALTER TABLE request ADD COLUMN receipt TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN channel TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN extended_to TEXT CHECK (length(extended_to) = 10);
-- Until now the receipt was the text of these.
UPDATE request SET receipt = text WHERE kind IN ('ERASE', 'WITHDRAW');
UPDATE request SET channel = coalesce((SELECT channel FROM inbox WHERE inbox.id = request.message), '');
CREATE INDEX request_receipt ON request (receipt) WHERE receipt <> '';
CREATE INDEX request_person ON request (person) WHERE person IS NOT NULL;

-- Codes are for a household or for a person of the team; one that was guessed at too often is locked.
CREATE TABLE invite_new (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE CHECK (length(code) = 6),
    household INTEGER REFERENCES household (id),
    person INTEGER REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'USED', 'VOID', 'LOCKED')),
    expires_at TEXT NOT NULL,
    used_by INTEGER REFERENCES contact (id),
    used_at TEXT,
    tries INTEGER NOT NULL DEFAULT 0,
    printed_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    CHECK ((household IS NULL) <> (person IS NULL))
) STRICT;
INSERT INTO invite_new (id, code, household, state, expires_at, used_by, used_at, tries, created_at,
    updated_at, created_by)
SELECT id, code, household, state, expires_at, used_by, used_at, tries, created_at, updated_at,
    created_by
FROM invite;
DROP TABLE invite;
ALTER TABLE invite_new RENAME TO invite;
CREATE INDEX invite_household ON invite (household, state) WHERE household IS NOT NULL;
CREATE INDEX invite_person ON invite (person, state) WHERE person IS NOT NULL;

-- Contacts that tried too many wrong codes: how long they are not listened to, and who let them again.
CREATE TABLE code_lock (
    id INTEGER PRIMARY KEY,
    contact INTEGER NOT NULL REFERENCES contact (id),
    until_at TEXT NOT NULL,
    lifted_at TEXT,
    lifted_by TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    created_by TEXT NOT NULL
) STRICT;
CREATE INDEX code_lock_contact ON code_lock (contact, until_at);

-- Links by number between what was there: the trainer a household's file names, if one person only has
-- that telephone.
INSERT INTO household_care (id, household, person, from_day, created_at, updated_at, created_by)
SELECT h.id, h.id, p.id, substr(h.created_at, 1, 10), h.created_at, h.created_at, h.created_by
FROM household h JOIN person p ON p.phone = h.trainer_phone
WHERE (SELECT count(*) FROM person x WHERE x.phone = h.trainer_phone) = 1;
