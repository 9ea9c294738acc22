#include "storage/households.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace storage {

namespace {

using conversation::FieldAnswer;
using conversation::HouseholdId;

constexpr std::int64_t kHighestAmount = 999'999'999'999;
constexpr std::int64_t kMostMembers = 30;
constexpr std::array<std::string_view, 12> kSavingFormNames = {"CASH",
                                                               "BANK",
                                                               "COOP",
                                                               "SAVGROUP",
                                                               "COMMFUND",
                                                               "NSF",
                                                               "LIFEINS",
                                                               "BOND",
                                                               "GOLD",
                                                               "PROPERTY",
                                                               "OTHER",
                                                               "NONE"};

// Columns in the order of record_of.
constexpr Sql kFind{"households.find", R"sql(
SELECT h.id, v.code, h.house_no, h.house_code, p.prefix, p.given_name, p.family_name, p.phone,
    h.members_total, h.members_15_59, h.members_60plus, h.occ_main, h.trainer_phone, h.status
FROM household h JOIN village v ON v.id = h.village LEFT JOIN person p ON p.id = h.head
WHERE h.id = ?1)sql"};

constexpr Sql kFindHouse{"households.find_house", R"sql(
SELECT h.id, v.code, h.house_no, h.house_code, p.prefix, p.given_name, p.family_name, p.phone,
    h.members_total, h.members_15_59, h.members_60plus, h.occ_main, h.trainer_phone, h.status
FROM household h JOIN village v ON v.id = h.village LEFT JOIN person p ON p.id = h.head
WHERE v.code = ?1 AND h.house_no = ?2)sql"};

constexpr Sql kHeadedBy{"households.headed_by", R"sql(
SELECT h.id, v.code, h.house_no, h.house_code, p.prefix, p.given_name, p.family_name, p.phone,
    h.members_total, h.members_15_59, h.members_60plus, h.occ_main, h.trainer_phone, h.status
FROM person p JOIN household h ON h.head = p.id JOIN village v ON v.id = h.village
WHERE p.phone = ?1 AND p.given_name = ?2 AND p.family_name = ?3
ORDER BY h.id)sql"};

constexpr Sql kCount{"households.count", "SELECT count(*) FROM household"};

constexpr Sql kAdd{"households.add", R"sql(
INSERT INTO household (id, village, house_no, house_code, members_total, members_15_59,
    members_60plus, occ_main, trainer_phone, status, created_at, updated_at, created_by)
VALUES (?1, (SELECT id FROM village WHERE code = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11,
    ?12))sql"};

constexpr Sql kChange{"households.change", R"sql(
UPDATE household SET house_code = ?2, members_total = ?3, members_15_59 = ?4, members_60plus = ?5,
    occ_main = ?6, trainer_phone = ?7, updated_at = ?8
WHERE id = ?1)sql"};

constexpr Sql kAddHead{"households.add_head", R"sql(
INSERT INTO person (id, prefix, given_name, family_name, phone, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7))sql"};

constexpr Sql kSetHead{"households.set_head",
                       "UPDATE household SET head = ?2, updated_at = ?3 WHERE id = ?1"};

constexpr Sql kHead{"households.head", "SELECT head FROM household WHERE id = ?1"};

constexpr Sql kChangeHead{"households.change_head", R"sql(
UPDATE person SET prefix = ?2, given_name = ?3, family_name = ?4, phone = ?5, updated_at = ?6
WHERE id = ?1)sql"};

constexpr Sql kSetStatus{"households.set_status", R"sql(
UPDATE household SET status = ?2, updated_at = ?3 WHERE id = ?1 AND status <> ?2)sql"};

constexpr Sql kHasFlag{"households.has_flag", R"sql(
SELECT 1 FROM household_flag WHERE household = ?1 AND kind = ?2 AND to_day IS NULL)sql"};

constexpr Sql kAddFlag{"households.add_flag", R"sql(
INSERT INTO household_flag (id, household, kind, from_day, source, created_at, updated_at,
    created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7))sql"};

constexpr Sql kEndFlag{"households.end_flag", R"sql(
UPDATE household_flag SET to_day = ?3, updated_at = ?4
WHERE household = ?1 AND kind = ?2 AND to_day IS NULL)sql"};

constexpr Sql kBaseline{"households.baseline", R"sql(
SELECT income_month, expense_month, saving_month, debt_total, ref_period, source
FROM baseline WHERE household = ?1)sql"};

constexpr Sql kPutBaseline{"households.put_baseline", R"sql(
INSERT INTO baseline (id, household, income_month, expense_month, saving_month, debt_total,
    ref_period, source, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10)
ON CONFLICT (household) DO UPDATE SET income_month = excluded.income_month,
    expense_month = excluded.expense_month, saving_month = excluded.saving_month,
    debt_total = excluded.debt_total, ref_period = excluded.ref_period, source = excluded.source,
    updated_at = excluded.updated_at)sql"};

constexpr Sql kClearSavingForms{"households.clear_saving_forms", R"sql(
DELETE FROM household_saving_form WHERE household = ?1 AND fy = ?2)sql"};

constexpr Sql kAddSavingForm{"households.add_saving_form", R"sql(
INSERT INTO household_saving_form (id, household, form, fy, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6) ON CONFLICT (household, fy, form) DO NOTHING)sql"};

constexpr Sql kSavingForms{"households.saving_forms", R"sql(
SELECT form FROM household_saving_form WHERE household = ?1 AND fy = ?2 ORDER BY form)sql"};

Households::Record record_of(const Statement& row) {
    Households::Record record;
    record.id = row.id<HouseholdId>(0);
    record.village_code = row.text(1);
    record.house_no = row.text(2);
    record.house_code = row.text(3);
    record.head = {row.text(4), row.text(5), row.text(6), row.text(7)};
    record.members = row.optional_integer(8);
    record.members_15_59 = row.optional_integer(9);
    record.members_60plus = row.optional_integer(10);
    record.occ_main = row.text(11);
    record.trainer_phone = row.text(12);
    record.status = row.text(13);
    return record;
}

bool is_known(const Households::Head& head) {
    return !(head.given_name + head.family_name + head.prefix + head.phone).empty();
}

void take(Merge& merge, Households::Head& known, const Households::Head& given) {
    merge.take("head_prefix", known.prefix, given.prefix);
    merge.take("head_given", known.given_name, given.given_name);
    merge.take("head_family", known.family_name, given.family_name);
    merge.take("phone", known.phone, given.phone);
}

void take(Merge& merge, Households::Record& known, const Households::Record& given) {
    merge.take("house_code", known.house_code, given.house_code);
    merge.take("members", known.members, given.members);
    merge.take("members_15_59", known.members_15_59, given.members_15_59);
    merge.take("members_60plus", known.members_60plus, given.members_60plus);
    merge.take("occ_main", known.occ_main, given.occ_main);
    merge.take("trainer_phone", known.trainer_phone, given.trainer_phone);
}

void put_head(Connection& connection,
              HouseholdId household,
              const Households::Head& head,
              Instant now,
              std::string_view by) {
    PersonId known;
    if (auto row = connection.query(kHead, household); row.step()) {
        known = row.id<PersonId>(0);
    }
    if (known) {
        connection.run(kChangeHead,
                       known,
                       head.prefix,
                       head.given_name,
                       head.family_name,
                       some(head.phone),
                       now);
        return;
    }
    const auto id = connection.new_id<PersonId>(now);
    connection.run(
        kAddHead, id, head.prefix, head.given_name, head.family_name, some(head.phone), now, by);
    connection.run(kSetHead, household, id, now);
}

void change(Connection& connection, const Households::Record& record, Instant now) {
    connection.run(kChange,
                   record.id,
                   some(record.house_code),
                   record.members,
                   record.members_15_59,
                   record.members_60plus,
                   some(record.occ_main),
                   some(record.trainer_phone),
                   now);
}

std::optional<std::int64_t> amount(const std::map<std::string, FieldAnswer>& fields,
                                   const char* name) {
    const auto found = fields.find(name);
    if (found == fields.end() || !found->second.value) {
        return std::nullopt;
    }
    return baht_of(*found->second.value);
}

std::optional<std::int64_t> members(const std::map<std::string, FieldAnswer>& fields,
                                    const char* name,
                                    std::int64_t least) {
    const auto count = amount(fields, name);
    return count && *count >= least && *count <= kMostMembers ? count : std::nullopt;
}

std::string word(const std::map<std::string, FieldAnswer>& fields, const char* name) {
    const auto found = fields.find(name);
    return found == fields.end() ? "" : found->second.value.value_or("");
}

std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> all;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) {
            all.emplace_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return all;
}

}  // namespace

std::optional<std::int64_t> baht_of(std::string_view text) {
    std::int64_t baht = 0;
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, baht);
    if (error != std::errc() || text.front() == '-' || baht > kHighestAmount) {
        return std::nullopt;
    }
    if (end == last) {
        return baht;
    }
    const std::string_view satang(end, static_cast<std::size_t>(last - end));
    if (satang.size() < 2 || satang.front() != '.' ||
        satang.find_first_not_of("0123456789", 1) != std::string_view::npos) {
        return std::nullopt;
    }
    return baht + (satang[1] >= '5' ? 1 : 0);
}

std::optional<Households::Record> Households::find(HouseholdId id) {
    auto row = connection_.query(kFind, id);
    return row.step() ? std::optional(record_of(row)) : std::nullopt;
}

std::optional<Households::Record> Households::find(std::string_view village_code,
                                                   std::string_view house_no) {
    auto row = connection_.query(kFindHouse, village_code, house_no);
    return row.step() ? std::optional(record_of(row)) : std::nullopt;
}

std::int64_t Households::count() {
    auto row = connection_.query(kCount);
    return row.step() ? row.integer(0) : 0;
}

Households::Put Households::put(const Record& record, Instant now, std::string_view by) {
    auto known = find(record.village_code, record.house_no);
    if (!known) {
        const auto id = connection_.new_id<HouseholdId>(now);
        connection_.run(kAdd,
                        id,
                        record.village_code,
                        record.house_no,
                        some(record.house_code),
                        record.members,
                        record.members_15_59,
                        record.members_60plus,
                        some(record.occ_main),
                        some(record.trainer_phone),
                        record.status,
                        now,
                        by);
        if (is_known(record.head)) {
            put_head(connection_, id, record.head, now, by);
        }
        return {id, Change::Created};
    }
    Merge merge;
    take(merge, *known, record);
    if (merge.changed()) {
        change(connection_, *known, now);
    }
    Merge of_head;
    take(of_head, known->head, record.head);
    if (of_head.changed()) {
        put_head(connection_, known->id, known->head, now, by);
    }
    const Change change = joined(merge.change(), of_head.change());
    std::vector<FieldChange> fields = std::move(of_head).fields();
    std::ranges::move(std::move(merge).fields(), std::back_inserter(fields));
    return {known->id, change, std::move(fields)};
}

std::vector<Households::Record> Households::headed_by(const Head& head) {
    std::vector<Record> all;
    auto rows = connection_.query(kHeadedBy, head.phone, head.given_name, head.family_name);
    while (rows.step()) {
        all.push_back(record_of(rows));
    }
    return all;
}

void Households::set_status(HouseholdId id, std::string_view status, Instant now) {
    connection_.run(kSetStatus, id, status, now);
}

Households::Change Households::set_flag(HouseholdId id,
                                        std::string_view kind,
                                        bool on,
                                        std::string_view source,
                                        Instant now,
                                        std::string_view by) {
    if (has_flag(id, kind) == on) {
        return Change::Unchanged;
    }
    const Day today = conversation::bangkok_day(now);
    if (on) {
        connection_.run(kAddFlag, connection_.new_id<RowId>(now), id, kind, today, source, now, by);
        return Change::Created;
    }
    connection_.run(kEndFlag, id, kind, today, now);
    return Change::Changed;
}

bool Households::has_flag(HouseholdId id, std::string_view kind) {
    return connection_.query(kHasFlag, id, kind).step();
}

std::optional<Households::Baseline> Households::baseline(HouseholdId id) {
    auto row = connection_.query(kBaseline, id);
    if (!row.step()) {
        return std::nullopt;
    }
    return Baseline{row.optional_integer(0),
                    row.optional_integer(1),
                    row.optional_integer(2),
                    row.optional_integer(3),
                    row.text(4),
                    row.text(5)};
}

Households::Put Households::put_baseline(HouseholdId id,
                                         const Baseline& given,
                                         Instant now,
                                         std::string_view by) {
    const auto known = baseline(id);
    Baseline merged = known.value_or(given);
    Merge merge;
    merge.take("base_income", merged.income_month, given.income_month);
    merge.take("base_expense", merged.expense_month, given.expense_month);
    merge.take("base_saving", merged.saving_month, given.saving_month);
    merge.take("base_debt", merged.debt_total, given.debt_total);
    merge.take("base_period", merged.ref_period, given.ref_period);
    if (known && !merge.changed()) {
        return {id, Change::Unchanged};
    }
    merged.source = given.source;
    connection_.run(kPutBaseline,
                    connection_.new_id<RowId>(now),
                    id,
                    merged.income_month,
                    merged.expense_month,
                    merged.saving_month,
                    merged.debt_total,
                    some(merged.ref_period),
                    merged.source,
                    now,
                    by);
    return {id, known ? Change::Changed : Change::Created, std::move(merge).fields()};
}

void Households::set_saving_forms(HouseholdId id,
                                  const std::vector<std::string>& forms,
                                  int fiscal_year_be,
                                  Instant now,
                                  std::string_view by) {
    connection_.run(kClearSavingForms, id, fiscal_year_be);
    for (const auto& form : forms) {
        connection_.run(
            kAddSavingForm, connection_.new_id<RowId>(now), id, form, fiscal_year_be, now, by);
    }
}

std::vector<std::string> Households::saving_forms(HouseholdId id, int fiscal_year_be) {
    std::vector<std::string> forms;
    auto rows = connection_.query(kSavingForms, id, fiscal_year_be);
    while (rows.step()) {
        forms.push_back(rows.text(0));
    }
    return forms;
}

void Households::apply_baseline_form(HouseholdId id,
                                     const std::map<std::string, FieldAnswer>& fields,
                                     Instant now,
                                     std::string_view by) {
    const auto known = find(id);
    if (!known) {
        return;
    }
    Record record = *known;
    record.members = members(fields, "members_total", 1);
    record.members_15_59 = members(fields, "members_15_59", 0);
    record.members_60plus = members(fields, "members_60plus", 0);
    record.occ_main = word(fields, "occ_main");
    Record merged = *known;
    Merge merge;
    take(merge, merged, record);
    if (merge.changed()) {
        change(connection_, merged, now);
    }
    const auto today = conversation::period_of(conversation::bangkok_day(now));
    const Baseline given{amount(fields, "income_month"),
                         amount(fields, "expense_month"),
                         amount(fields, "saving_month"),
                         amount(fields, "debt_total"),
                         conversation::to_text(today)};
    put_baseline(id, given, now, by);
    auto forms = words(word(fields, "saving_forms"));
    std::erase_if(forms, [](const auto& form) {
        return std::ranges::find(kSavingFormNames, form) == kSavingFormNames.end();
    });
    if (!forms.empty()) {
        set_saving_forms(id, forms, conversation::fiscal_year_be(today), now, by);
    }
}

}  // namespace storage
