#include "storage/retention.h"

#include "storage/anonymous_totals.h"
#include "storage/contact_erasure.h"
#include "storage/fault_points.h"
#include "storage/housekeeping_log.h"
#include "storage/text_erasure.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace storage {

namespace {

using Way = Retention::Rule::Way;
using Age = Retention::Rule::Age;

constexpr int kRawDays = 90;
constexpr int kSessionDays = 30;
constexpr int kAuditDays = 731;  // two years
constexpr int kReportYears = 5;

constexpr auto kRules = std::to_array<Retention::Rule>({
    {"messages_in",
     "ข้อความเข้า 90 วัน",
     "texts that came in, 90 days",
     Way::Walk,
     Age::Days,
     kRawDays,
     {"retention.inbox_upto", R"sql(
SELECT max(id) FROM (SELECT id FROM inbox WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT ?3))sql"},
     {"retention.inbox_clear", R"sql(
UPDATE inbox SET text = NULL, payload = NULL
WHERE id > ?1 AND id <= ?2 AND (text IS NOT NULL OR payload IS NOT NULL))sql"},
     {"retention.inbox_count", R"sql(
SELECT count(*) FROM inbox WHERE id < ?1 AND (text IS NOT NULL OR payload IS NOT NULL))sql"}},
    {"messages_out",
     "ข้อความออก 90 วัน",
     "texts that went out, 90 days",
     Way::Walk,
     Age::Days,
     kRawDays,
     {"retention.outbox_upto", R"sql(
SELECT max(id) FROM (SELECT id FROM outbox WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT ?3))sql"},
     {"retention.outbox_clear", R"sql(
UPDATE outbox SET messages = '[]', reply_token = NULL, notice = NULL,
    reason = CASE WHEN state IN ('queued', 'sending') THEN 'too_old' ELSE reason END,
    state = CASE WHEN state IN ('queued', 'sending') THEN 'expired' ELSE state END
WHERE id > ?1 AND id <= ?2 AND messages <> '[]')sql"},
     {"retention.outbox_count", "SELECT count(*) FROM outbox WHERE id < ?1 AND messages <> '[]'"}},
    {"deliveries",
     "คำตอบของผู้ให้บริการ 90 วัน",
     "providers' answers, 90 days",
     Way::Walk,
     Age::Days,
     kRawDays,
     {"retention.delivery_upto", R"sql(
SELECT max(id) FROM (SELECT id FROM delivery WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT ?3))sql"},
     {"retention.delivery_clear", R"sql(
UPDATE delivery SET answer = '' WHERE id > ?1 AND id <= ?2 AND answer <> '')sql"},
     {"retention.delivery_count", "SELECT count(*) FROM delivery WHERE id < ?1 AND answer <> ''"}},
    {"typed_answers",
     "คำที่พิมพ์ในรายงาน 90 วัน",
     "answers as they were typed, 90 days",
     Way::Walk,
     Age::Days,
     kRawDays,
     {"retention.revision_upto", R"sql(
SELECT max(id) FROM (
    SELECT id FROM report_revision WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT ?3))sql"},
     {"retention.revision_clear", R"sql(
UPDATE report_revision SET raw = '{}' WHERE id > ?1 AND id <= ?2 AND raw <> '{}')sql"},
     {"retention.revision_count",
      "SELECT count(*) FROM report_revision WHERE id < ?1 AND raw <> '{}'"}},
    {"typed_forms",
     "คำที่พิมพ์ในแบบฟอร์ม 90 วัน",
     "answers of forms as they were typed, 90 days",
     Way::Walk,
     Age::Days,
     kRawDays,
     {"retention.submission_upto", R"sql(
SELECT max(id) FROM (
    SELECT id FROM submission WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT ?3))sql"},
     {},
     {"retention.submission_count", R"sql(
SELECT count(*) FROM submission WHERE id < ?1 AND instr(instance, '"raw":"') > 0
    AND instr(replace(instance, '"raw":""', ''), '"raw":"') > 0)sql"}},
    {"sms_parts",
     "ส่วนของ SMS 90 วัน",
     "parts of long SMS, 90 days",
     Way::Delete,
     Age::Days,
     kRawDays,
     {},
     {"retention.sms_part", R"sql(
DELETE FROM sms_part WHERE id IN (SELECT id FROM sms_part WHERE created_at < ?1 LIMIT ?2))sql"},
     {"retention.sms_part_count", "SELECT count(*) FROM sms_part WHERE created_at < ?1"}},
    {"sms_set_aside",
     "SMS ที่ไม่ตอบ 90 วัน",
     "SMS set aside, 90 days",
     Way::Delete,
     Age::Days,
     kRawDays,
     {},
     {"retention.sms_set_aside", R"sql(
UPDATE sms_set_aside SET sender = '', bytes = x'' WHERE inbox IN (
    SELECT inbox FROM sms_set_aside WHERE created_at < ?1 AND sender <> '' LIMIT ?2))sql"},
     {"retention.sms_set_aside_count",
      "SELECT count(*) FROM sms_set_aside WHERE created_at < ?1 AND sender <> ''"}},
    {"sessions",
     "บทสนทนาที่ค้าง 30 วัน",
     "unfinished conversations, 30 days",
     Way::Delete,
     Age::Days,
     kSessionDays,
     {},
     {"retention.session", R"sql(
DELETE FROM session WHERE contact IN (
    SELECT contact FROM session WHERE updated_at < ?1 LIMIT ?2))sql"},
     {"retention.session_count", "SELECT count(*) FROM session WHERE updated_at < ?1"}},
    {"requests",
     "ข้อความในคำขอ 90 วันหลังเสร็จ",
     "texts of requests, 90 days after they are done",
     Way::Delete,
     Age::Days,
     kRawDays,
     {},
     {"retention.request", R"sql(
UPDATE request SET text = '', attachment = NULL WHERE id IN (
    SELECT id FROM request WHERE state = 'DONE' AND done_at < ?1
        AND (text <> '' OR attachment IS NOT NULL) LIMIT ?2))sql"},
     {"retention.request_count", R"sql(
SELECT count(*) FROM request WHERE state = 'DONE' AND done_at < ?1
    AND (text <> '' OR attachment IS NOT NULL))sql"}},
    {"wrong_codes",
     "รหัสผิด 90 วัน",
     "wrong codes, 90 days",
     Way::Delete,
     Age::Days,
     kRawDays,
     {},
     {"retention.wrong_code", R"sql(
DELETE FROM wrong_code WHERE id IN (SELECT id FROM wrong_code WHERE tried_at < ?1 LIMIT ?2))sql"},
     {"retention.wrong_code_count", "SELECT count(*) FROM wrong_code WHERE tried_at < ?1"}},
    {"sign_ins",
     "การเข้าใช้หน้าเว็บ 90 วัน",
     "sessions of the office, 90 days",
     Way::Delete,
     Age::Days,
     kRawDays,
     {},
     {"retention.sign_in", R"sql(
DELETE FROM officer_session WHERE token IN (
    SELECT token FROM officer_session WHERE started_at < ?1 LIMIT ?2))sql"},
     {"retention.sign_in_count", "SELECT count(*) FROM officer_session WHERE started_at < ?1"}},
    {"failed_sign_ins",
     "การเข้าใช้ที่ไม่สำเร็จ 90 วัน",
     "failed sign-ins, 90 days",
     Way::Delete,
     Age::Days,
     kRawDays,
     {},
     {"retention.login_failure", R"sql(
DELETE FROM login_failure WHERE id IN (SELECT id FROM login_failure WHERE at < ?1 LIMIT ?2))sql"},
     {"retention.login_failure_count", "SELECT count(*) FROM login_failure WHERE at < ?1"}},
    {"reports",
     "รายงาน ปีงบประมาณและอีก 5 ปี แล้วเหลือเพียงยอดรวม",
     "reports, fiscal year and 5 more, then totals only",
     Way::Reports,
     Age::FiscalYear,
     kReportYears,
     {},
     {},
     {"retention.report_count", "SELECT count(*) FROM report WHERE period < substr(?1, 1, 7)"}},
    {"forms",
     "แบบฟอร์มอื่น ปีงบประมาณและอีก 5 ปี",
     "other forms, fiscal year and 5 more",
     Way::ById,
     Age::FiscalYear,
     kReportYears,
     {},
     {"retention.form", R"sql(
DELETE FROM submission WHERE id IN (SELECT s.id FROM submission s WHERE s.id < ?1
    AND NOT EXISTS (SELECT 1 FROM submission_attachment WHERE submission = s.id)
    AND NOT EXISTS (SELECT 1 FROM report_revision WHERE submission = s.id)
    AND NOT EXISTS (SELECT 1 FROM outcome WHERE submission = s.id)
    AND NOT EXISTS (SELECT 1 FROM fund_access WHERE submission = s.id)
    AND NOT EXISTS (SELECT 1 FROM nomination WHERE submission = s.id)
    AND NOT EXISTS (SELECT 1 FROM fact_change WHERE submission = s.id) LIMIT ?2))sql"},
     {"retention.form_count", R"sql(
SELECT count(*) FROM submission s WHERE s.id < ?1
    AND NOT EXISTS (SELECT 1 FROM submission_attachment WHERE submission = s.id)
    AND NOT EXISTS (SELECT 1 FROM report_revision WHERE submission = s.id)
    AND NOT EXISTS (SELECT 1 FROM outcome WHERE submission = s.id)
    AND NOT EXISTS (SELECT 1 FROM fund_access WHERE submission = s.id)
    AND NOT EXISTS (SELECT 1 FROM nomination WHERE submission = s.id)
    AND NOT EXISTS (SELECT 1 FROM fact_change WHERE submission = s.id))sql"}},
    {"audit",
     "บันทึกการเข้าถึง 2 ปี",
     "the audit, 2 years",
     Way::ById,
     Age::Days,
     kAuditDays,
     {},
     {"retention.audit", R"sql(
DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE id < ?1 ORDER BY id LIMIT ?2))sql"},
     {"retention.audit_count", "SELECT count(*) FROM audit WHERE id < ?1"}},
    {"reminders",
     "การแจ้งเตือนที่เสร็จแล้ว 2 ปี",
     "reminders that are done, 2 years",
     Way::ById,
     Age::Days,
     kAuditDays,
     {},
     {"retention.reminder", R"sql(
DELETE FROM reminder WHERE id IN (
    SELECT id FROM reminder WHERE id < ?1 AND state <> 'DUE' ORDER BY id LIMIT ?2))sql"},
     {"retention.reminder_count",
      "SELECT count(*) FROM reminder WHERE id < ?1 AND state <> 'DUE'"}},
    {"proofs",
     "หลักฐานการลบ 2 ปี",
     "proofs of erasing, 2 years",
     Way::ById,
     Age::Days,
     kAuditDays,
     {},
     {"retention.proof", R"sql(
DELETE FROM housekeeping_run WHERE id IN (
    SELECT id FROM housekeeping_run WHERE id < ?1 LIMIT ?2))sql"},
     {"retention.proof_count", "SELECT count(*) FROM housekeeping_run WHERE id < ?1"}},
});

// Where a walk stopped.
constexpr Sql kDone{"retention.done", "SELECT value FROM meta WHERE key = 'retention.' || ?1"};

constexpr Sql kPutDone{"retention.put_done", R"sql(
INSERT INTO meta (key, value) VALUES ('retention.' || ?1, ?2)
ON CONFLICT (key) DO UPDATE SET value = excluded.value)sql"};

constexpr Sql kInstances{"retention.instances", R"sql(
SELECT id, instance FROM submission WHERE id > ?1 AND id <= ?2)sql"};

constexpr Sql kSetInstance{"retention.set_instance",
                           "UPDATE submission SET instance = ?2 WHERE id = ?1"};

constexpr Sql kOldMonth{"retention.old_month", R"sql(
SELECT h.village, r.period FROM report r JOIN household h ON h.id = r.household
WHERE r.period < ?1 ORDER BY r.period LIMIT 1)sql"};

// ?1 village, ?2 period, in an order that leaves no row without the one it refers to.
constexpr auto kForgetMonth = std::to_array<Sql>({
    {"retention.month_conflicts", R"sql(
DELETE FROM report_conflict WHERE report IN (SELECT r.id FROM report r
    JOIN household h ON h.id = r.household WHERE h.village = ?1 AND r.period = ?2))sql"},
    {"retention.month_revisions", R"sql(
DELETE FROM report_revision WHERE report IN (SELECT r.id FROM report r
    JOIN household h ON h.id = r.household WHERE h.village = ?1 AND r.period = ?2))sql"},
    {"retention.month_attachments", R"sql(
DELETE FROM submission_attachment WHERE submission IN (SELECT s.id FROM submission s
    JOIN household h ON h.id = s.household WHERE h.village = ?1 AND s.period = ?2))sql"},
    {"retention.month_submissions", R"sql(
DELETE FROM submission WHERE id IN (SELECT s.id FROM submission s
    JOIN household h ON h.id = s.household WHERE h.village = ?1 AND s.period = ?2
        AND NOT EXISTS (SELECT 1 FROM fund_access WHERE submission = s.id)
        AND NOT EXISTS (SELECT 1 FROM nomination WHERE submission = s.id)
        AND NOT EXISTS (SELECT 1 FROM outcome WHERE submission = s.id)
        AND NOT EXISTS (SELECT 1 FROM fact_change WHERE submission = s.id)))sql"},
    {"retention.month_reports", R"sql(
DELETE FROM report WHERE id IN (SELECT r.id FROM report r
    JOIN household h ON h.id = r.household WHERE h.village = ?1 AND r.period = ?2))sql"},
});

}  // namespace

std::span<const Retention::Rule> Retention::rules() {
    return kRules;
}

Instant Retention::cut_off(const Rule& rule, Instant now) {
    if (rule.age == Rule::Age::Days) {
        return now - std::chrono::days(rule.days);
    }
    // Fiscal year 2569 begins on 1 October 2568 (2025 of the common era): kept with `days` more.
    const auto today = conversation::bangkok_day(now);
    const int year = conversation::fiscal_year_be(today) - 544 - rule.days;
    const Day first{std::chrono::year(year), std::chrono::October, std::chrono::day(1)};
    return conversation::bangkok_instant(first, std::chrono::minutes(0));
}

namespace {

// The first month that is still kept.
std::string first_month(const Retention::Rule& rule, Instant now) {
    return conversation::to_text(
        conversation::period_of(conversation::bangkok_day(Retention::cut_off(rule, now))));
}

}  // namespace

std::int64_t Retention::count(const Rule& rule, Instant now) {
    auto row = rule.way == Rule::Way::Walk || rule.way == Rule::Way::ById
                   ? connection_.query(rule.count, first_id_at(cut_off(rule, now)))
               : rule.way == Rule::Way::Reports
                   ? connection_.query(rule.count, first_month(rule, now))
                   : connection_.query(rule.count, cut_off(rule, now));
    return row.step() ? row.integer(0) : 0;
}

Retention::Walk Retention::walk(const Rule& rule, Instant now) {
    auto row = connection_.query(kDone, rule.name);
    return {row.step() ? row.integer(0) : 0, first_id_at(cut_off(rule, now))};
}

std::int64_t Retention::clean_instances(std::int64_t after, std::int64_t upto) {
    std::vector<std::pair<std::int64_t, std::string>> changed;
    {
        auto rows = connection_.query(kInstances, after, upto);
        while (rows.step()) {
            auto clean = without_raw_answers(rows.view(1));
            if (clean != rows.view(1)) {
                changed.emplace_back(rows.integer(0), std::move(clean));
            }
        }
    }
    for (const auto& [id, instance] : changed) {
        connection_.run(kSetInstance, id, instance);
    }
    return static_cast<std::int64_t>(changed.size());
}

Retention::Step Retention::walk_step(const Rule& rule, Instant now, std::int64_t limit) {
    const auto [after, before] = walk(rule, now);
    std::int64_t upto = 0;
    if (auto row = connection_.query(rule.upto, after, before, limit); row.step()) {
        upto = row.integer(0);
    }
    if (upto == 0) {
        return {};
    }
    Step step{.rows = 0, .more = true};
    step.rows = rule.clear.text.empty() ? clean_instances(after, upto)
                                        : connection_.run(rule.clear, after, upto);
    connection_.run(kPutDone, rule.name, std::to_string(upto));
    return step;
}

Retention::Step Retention::report_step(Instant now) {
    const auto& rule =
        *std::ranges::find(kRules, Rule::Way::Reports, [](const Rule& one) { return one.way; });
    VillageId village;
    Period period;
    if (auto row = connection_.query(kOldMonth, first_month(rule, now)); row.step()) {
        village = row.id<VillageId>(0);
        period = row.period(1);
    } else {
        return {};
    }
    AnonymousTotals(connection_).take_month(village, period);
    Step step{.rows = 0, .more = true};
    for (const Sql& sql : kForgetMonth) {
        step.rows = connection_.run(sql, village, period);  // the reports come last
    }
    delete_orphan_attachments(connection_, kStepRows);
    return step;
}

Retention::Step Retention::step(const Rule& rule, Instant now, std::int64_t limit) {
    const SecureDelete overwrite(connection_);
    Step step;
    switch (rule.way) {
        case Rule::Way::Walk:
            step = walk_step(rule, now, limit);
            break;
        case Rule::Way::Reports:
            step = report_step(now);
            break;
        case Rule::Way::ById:
            step.rows = connection_.run(rule.clear, first_id_at(cut_off(rule, now)), limit);
            step.more = step.rows > 0;
            break;
        case Rule::Way::Delete:
            step.rows = connection_.run(rule.clear, cut_off(rule, now), limit);
            step.more = step.rows > 0;
            if (step.rows > 0) {
                delete_orphan_attachments(connection_, limit);
            }
            break;
    }
    fault_point("retention.after_batch");
    return step;
}

void Retention::prove(const Rule& rule, std::int64_t rows, std::int64_t left_over, Instant now) {
    HousekeepingLog(connection_)
        .write({.rule = std::string(rule.name),
                .cut_off = cut_off(rule, now),
                .rows = rows,
                .left_over = left_over,
                .at = now});
}

}  // namespace storage
