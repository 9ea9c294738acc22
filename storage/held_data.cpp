#include "storage/held_data.h"

#include "conversation/thai/money.h"
#include "storage/households.h"
#include "storage/people.h"
#include "storage/reports.h"

#include <fmt/format.h>

namespace storage {

namespace {

using conversation::HeldConsent;
using conversation::HeldData;
using conversation::HouseholdId;

constexpr unsigned kMostReports = 1000;
constexpr unsigned kMostRequests = 50;

constexpr Sql kTrainer{"held_data.trainer", R"sql(
SELECT person FROM household_care WHERE household = ?1 AND to_day IS NULL)sql"};

constexpr Sql kFlags{"held_data.flags", R"sql(
SELECT kind, from_day FROM household_flag
WHERE household = ?1 AND to_day IS NULL ORDER BY kind DESC)sql"};

constexpr Sql kSavingForms{"held_data.saving_forms", R"sql(
SELECT form FROM household_saving_form WHERE household = ?1
    AND fy = (SELECT max(fy) FROM household_saving_form WHERE household = ?1) ORDER BY form)sql"};

constexpr Sql kHowReported{"held_data.how_reported", R"sql(
SELECT v.on_behalf, v.informant, v.channel FROM report r JOIN report_revision v ON v.report = r.id
WHERE r.household = ?1 AND r.period = ?2 AND v.revision = ?3)sql"};

constexpr Sql kSpeakers{"held_data.speakers", R"sql(
SELECT coalesce(ch.relation, ''), a.address, ch.from_at
FROM contact_household ch JOIN address a ON a.contact = ch.contact
WHERE ch.household = ?1 AND ch.to_at IS NULL ORDER BY ch.id, a.id)sql"};

constexpr Sql kConsents{"held_data.consents", R"sql(
SELECT purpose, basis, notice_version, channel, relation,
    CASE WHEN refused_at IS NOT NULL THEN 1 WHEN withdrawn_at IS NOT NULL THEN 2 ELSE 0 END,
    coalesce(withdrawn_at, given_at, refused_at)
FROM consent WHERE household = ?1 ORDER BY id DESC)sql"};

constexpr Sql kRequests{"held_data.requests", R"sql(
SELECT kind, receipt, state = 'DONE', created_at, coalesce(extended_to, due_on)
FROM request WHERE household = ?1 ORDER BY number DESC LIMIT ?2)sql"};

constexpr Sql kFunds{"held_data.funds", R"sql(
SELECT f.name_th, a.kind, a.on_day, a.amount FROM fund_access a JOIN fund f ON f.id = a.fund
WHERE a.household = ?1 ORDER BY a.on_day DESC, a.id)sql"};

constexpr Sql kNominated{"held_data.nominated",
                         "SELECT fy FROM nomination WHERE household = ?1 ORDER BY fy"};

constexpr Sql kGroups{"held_data.groups", R"sql(
SELECT g.name_th FROM occ_group_member m JOIN occ_group g ON g.id = m.occ_group
WHERE m.household = ?1 AND m.to_day IS NULL ORDER BY g.id)sql"};

constexpr Sql kCorrections{"held_data.corrections",
                           "SELECT count(*) FROM fact_change WHERE household = ?1"};

// Messages that became something of this house; the rest of a talk has no house.
constexpr Sql kMessages{"held_data.messages", R"sql(
SELECT count(*), min(received_at) FROM inbox WHERE text IS NOT NULL AND id IN (
    SELECT v.message FROM report r JOIN report_revision v ON v.report = r.id WHERE r.household = ?1
    UNION SELECT message FROM submission WHERE household = ?1
    UNION SELECT message FROM request WHERE household = ?1))sql"};

constexpr Sql kPhotos{"held_data.photos", R"sql(
SELECT (SELECT count(*) FROM submission s JOIN submission_attachment a ON a.submission = s.id
        WHERE s.household = ?1)
    + (SELECT count(*) FROM request WHERE household = ?1 AND attachment IS NOT NULL))sql"};

std::vector<std::string> texts_of(Statement rows) {
    std::vector<std::string> texts;
    while (rows.step()) {
        texts.push_back(rows.text(0));
    }
    return texts;
}

void take_register(Connection& connection, HouseholdId household, HeldData& data) {
    Households households(connection);
    const auto record = households.find(household);
    if (!record) {
        return;
    }
    data.head_name = full_name({.id = {},
                                .prefix = record->head.prefix,
                                .given_name = record->head.given_name,
                                .family_name = record->head.family_name});
    data.phone = record->head.phone;
    data.house_code = record->house_code;
    data.members_total = record->members;
    data.members_15_59 = record->members_15_59;
    data.members_60plus = record->members_60plus;
    data.occ_main = record->occ_main;
    data.status = record->status;
    if (auto row = connection.query(kTrainer, household); row.step()) {
        if (const auto person = People(connection).find(row.id<PersonId>(0))) {
            data.trainer = full_name(*person);
        }
    }
    if (data.trainer.empty()) {
        data.trainer = record->trainer_phone;
    }
    if (const auto baseline = households.baseline(household)) {
        data.has_baseline = true;
        data.income_month = baseline->income_month;
        data.expense_month = baseline->expense_month;
        data.saving_month = baseline->saving_month;
        data.debt_total = baseline->debt_total;
    }
    data.saving_forms = texts_of(connection.query(kSavingForms, household));
    auto flags = connection.query(kFlags, household);
    while (flags.step()) {
        data.flags.emplace_back(flags.text(0), flags.day(1));
    }
}

void take_reports(Connection& connection, HouseholdId household, HeldData& data) {
    for (auto& view : Reports(connection).recent(household, kMostReports)) {
        conversation::HeldReport report;
        auto row = connection.query(kHowReported, household, view.period, view.revision);
        if (row.step()) {
            report.on_behalf = row.flag(0);
            report.informant = row.text(1);
            report.channel = row.text(2);
        }
        report.view = std::move(view);
        data.reports.push_back(std::move(report));
    }
}

void take_rights(Connection& connection, HouseholdId household, HeldData& data) {
    auto speakers = connection.query(kSpeakers, household);
    while (speakers.step()) {
        data.speakers.push_back({speakers.text(0),
                                 std::string(conversation::channel_name(speakers.view(1))),
                                 speakers.instant(2)});
    }
    auto consents = connection.query(kConsents, household);
    while (consents.step()) {
        data.consents.push_back({static_cast<HeldConsent::State>(consents.integer(5)),
                                 consents.text(0),
                                 consents.text(1),
                                 consents.text(2),
                                 consents.text(3),
                                 consents.text(4),
                                 consents.instant(6)});
    }
    auto requests = connection.query(kRequests, household, kMostRequests);
    while (requests.step()) {
        data.requests.push_back({requests.text(0),
                                 requests.text(1),
                                 requests.flag(2),
                                 conversation::bangkok_day(requests.instant(3)),
                                 requests.day(4)});
    }
}

void take_programme(Connection& connection, HouseholdId household, HeldData& data) {
    auto funds = connection.query(kFunds, household);
    while (funds.step()) {
        const auto amount = funds.optional_integer(3);
        data.funds.push_back(fmt::format("{} {} {}{}",
                                         funds.view(0),
                                         funds.view(1),
                                         conversation::short_date(funds.day(2), "th"),
                                         amount ? " " + conversation::with_commas(*amount) : ""));
    }
    auto years = connection.query(kNominated, household);
    while (years.step()) {
        data.nominated.push_back(static_cast<int>(years.integer(0)));
    }
    data.groups = texts_of(connection.query(kGroups, household));
    if (auto row = connection.query(kCorrections, household); row.step()) {
        data.corrections = row.integer(0);
    }
    if (auto row = connection.query(kMessages, household); row.step() && row.integer(0) > 0) {
        data.messages = row.integer(0);
        data.oldest_message = conversation::bangkok_day(row.instant(1));
    }
    if (auto row = connection.query(kPhotos, household); row.step()) {
        data.photos = row.integer(0);
    }
}

}  // namespace

HeldData held_data(Connection& connection, HouseholdId household) {
    HeldData data;
    take_register(connection, household, data);
    take_reports(connection, household, data);
    take_rights(connection, household, data);
    take_programme(connection, household, data);
    return data;
}

}  // namespace storage
