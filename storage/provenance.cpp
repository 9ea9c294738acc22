#include "storage/provenance.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace storage {

namespace {

using conversation::ContactId;
using conversation::HouseholdId;

constexpr std::size_t kCardDigits = 6;
constexpr std::size_t kHouseCodeDigits = 11;

constexpr Sql kByCard{"provenance.by_card", "SELECT household FROM invite WHERE code = ?1"};

constexpr Sql kByHouseCode{"provenance.by_house_code",
                           "SELECT id FROM household WHERE house_code = ?1 ORDER BY id"};

constexpr Sql kById{"provenance.by_id", "SELECT id FROM household WHERE id = ?1"};

constexpr Sql kByPlace{"provenance.by_place", R"sql(
SELECT h.id FROM household h JOIN village v ON v.id = h.village
WHERE v.code = ?1 AND h.house_no = ?2)sql"};

constexpr Sql kHouse{"provenance.house", R"sql(
SELECT h.id, h.house_no, v.moo, v.code, v.name_th, t.name_th, h.status, h.created_at, h.created_by
FROM household h JOIN village v ON v.id = h.village JOIN tambon t ON t.id = v.tambon
WHERE h.id = ?1)sql"};

constexpr Sql kSpeakers{"provenance.speakers", R"sql(
SELECT ch.contact, ch.relation, ch.from_at, ch.to_at,
    (SELECT code FROM invite WHERE household = ch.household AND used_by = ch.contact
        ORDER BY id DESC LIMIT 1)
FROM contact_household ch WHERE ch.household = ?1 ORDER BY ch.id)sql"};

constexpr Sql kChannels{"provenance.channels",
                        "SELECT channel FROM address WHERE contact = ?1 ORDER BY id"};

constexpr Sql kConsents{"provenance.consents", R"sql(
SELECT contact, relation, purpose, basis, notice_version, channel, given_at, refused_at,
    withdrawn_at
FROM consent WHERE household = ?1 ORDER BY id)sql"};

constexpr Sql kBaseline{"provenance.baseline", R"sql(
SELECT income_month, expense_month, saving_month, debt_total, ref_period, source, updated_at,
    created_by
FROM baseline WHERE household = ?1)sql"};

// The figures in the order of kFigures, then their reasons in the same order.
constexpr Sql kRevisions{"provenance.revisions", R"sql(
SELECT rr.occ_main, rr.occ_second, rr.income_total, rr.income_main, rr.income_second,
    rr.income_other, rr.income_inkind, rr.expense_total, rr.saving_amount, rr.occ_main_unknown,
    rr.occ_second_unknown, rr.income_total_unknown, rr.income_main_unknown,
    rr.income_second_unknown, rr.income_other_unknown, rr.income_inkind_unknown,
    rr.expense_total_unknown, rr.saving_amount_unknown,
    r.period, rr.revision, rr.status, rr.raw, rr.check_flags, rr.reporter, rr.reporter_relation,
    rr.on_behalf, rr.informant, rr.channel, rr.lang, s.form_id, rr.form_version, rr.created_at,
    i.id, i.event_id, i.kind, i.text, i.received_at,
    rr.status <> 'VOID' AND NOT EXISTS (SELECT 1 FROM report_revision later
        WHERE later.report = r.id AND later.revision > rr.revision AND later.status <> 'VOID'),
    rr.id
FROM report r JOIN report_revision rr ON rr.report = r.id
LEFT JOIN submission s ON s.id = rr.submission
LEFT JOIN inbox i ON i.id = rr.message
WHERE r.household = ?1 ORDER BY r.period DESC, rr.revision DESC)sql"};

constexpr std::array<const char*, 4> kBaselineFigures = {
    "income_month", "expense_month", "saving_month", "debt_total"};

constexpr std::array<const char*, 9> kFigures = {"occ_main",
                                                 "occ_second",
                                                 "income_total",
                                                 "income_main",
                                                 "income_second",
                                                 "income_other",
                                                 "income_inkind",
                                                 "expense_total",
                                                 "saving_amount"};
constexpr int kWords = 2;  // of the figures, the first ones; the others are baht
constexpr int kReasons = 9;

bool is_number(std::string_view text) {
    return !text.empty() &&
           std::ranges::all_of(text, [](char byte) { return byte >= '0' && byte <= '9'; });
}

std::vector<HouseholdId> ids_of(Statement rows) {
    std::vector<HouseholdId> all;
    while (rows.step()) {
        all.push_back(rows.id<HouseholdId>(0));
    }
    return all;
}

// What the person typed for each figure, as the revision keeps it.
std::map<std::string, std::string> typed_of(std::string_view raw) {
    std::map<std::string, std::string> typed;
    const auto json = nlohmann::json::parse(raw, nullptr, false);
    if (json.is_object()) {
        for (const auto& [name, text] : json.items()) {
            if (text.is_string()) {
                typed.emplace(name, text.get<std::string>());
            }
        }
    }
    return typed;
}

std::vector<Provenance::Figure> figures_of(const Statement& row) {
    const auto typed = typed_of(row.view(21));
    std::vector<Provenance::Figure> figures;
    int column = 0;
    for (const char* name : kFigures) {
        Provenance::Figure figure;
        figure.name = name;
        if (column < kWords) {
            figure.word = row.optional_text(column);
        } else {
            figure.baht = row.optional_integer(column);
        }
        figure.unknown = row.text(column + kReasons);
        if (const auto found = typed.find(name); found != typed.end()) {
            figure.typed = found->second;
        }
        figures.push_back(std::move(figure));
        ++column;
    }
    return figures;
}

std::optional<Provenance::Message> message_of(const Statement& row) {
    if (row.is_null(32)) {
        return std::nullopt;
    }
    return Provenance::Message{
        row.id<InboxId>(32), row.text(33), row.text(34), row.optional_text(35), row.instant(36)};
}

Provenance::Revision revision_of(const Statement& row) {
    Provenance::Revision revision;
    revision.id = row.id<RevisionId>(38);
    revision.figures = figures_of(row);
    revision.period = row.period(18);
    revision.revision = row.integer(19);
    revision.status = row.text(20);
    revision.flags = row.text(22);
    revision.reporter = row.id<ContactId>(23);
    revision.relation = row.text(24);
    revision.on_behalf = row.flag(25);
    revision.informant = row.text(26);
    revision.channel = row.text(27);
    revision.language = row.text(28);
    revision.form_id = row.text(29);
    revision.form_version = row.text(30);
    revision.at = row.instant(31);
    revision.message = message_of(row);
    revision.counts = row.flag(37);
    return revision;
}

}  // namespace

std::vector<HouseholdId> Provenance::find(std::string_view code) {
    const auto slash = code.find('/');
    if (slash != std::string_view::npos) {
        return ids_of(connection_.query(kByPlace, code.substr(0, slash), code.substr(slash + 1)));
    }
    if (!is_number(code)) {
        return {};
    }
    if (code.size() == kCardDigits) {
        return ids_of(connection_.query(kByCard, code));
    }
    if (code.size() == kHouseCodeDigits) {
        return ids_of(connection_.query(kByHouseCode, code));
    }
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(code.data(), code.data() + code.size(), id);
    return error == std::errc() ? ids_of(connection_.query(kById, id)) : std::vector<HouseholdId>();
}

std::optional<Provenance::House> Provenance::house(HouseholdId id) {
    auto row = connection_.query(kHouse, id);
    if (!row.step()) {
        return std::nullopt;
    }
    return House{row.id<HouseholdId>(0),
                 row.text(1),
                 static_cast<unsigned>(row.integer(2)),
                 row.text(3),
                 row.text(4),
                 row.text(5),
                 row.text(6),
                 row.instant(7),
                 row.text(8)};
}

std::vector<Provenance::Speaker> Provenance::speakers(HouseholdId id) {
    std::vector<Speaker> all;
    auto rows = connection_.query(kSpeakers, id);
    while (rows.step()) {
        Speaker speaker;
        speaker.contact = rows.id<ContactId>(0);
        speaker.relation = rows.text(1);
        speaker.from = rows.instant(2);
        speaker.to = rows.optional_instant(3);
        speaker.code = rows.text(4);
        auto channels = connection_.query(kChannels, speaker.contact);
        while (channels.step()) {
            speaker.channels.push_back(channels.text(0));
        }
        all.push_back(std::move(speaker));
    }
    return all;
}

std::vector<Provenance::Consent> Provenance::consents(HouseholdId id) {
    std::vector<Consent> all;
    auto rows = connection_.query(kConsents, id);
    while (rows.step()) {
        Consent consent{rows.id<ContactId>(0),
                        rows.text(1),
                        rows.text(2),
                        rows.text(3),
                        rows.text(4),
                        rows.text(5),
                        !rows.is_null(6),
                        rows.is_null(6) ? rows.instant(7) : rows.instant(6),
                        rows.optional_instant(8)};
        all.push_back(std::move(consent));
    }
    return all;
}

std::optional<Provenance::Baseline> Provenance::baseline(HouseholdId id) {
    auto row = connection_.query(kBaseline, id);
    if (!row.step()) {
        return std::nullopt;
    }
    Baseline baseline;
    int column = 0;
    for (const char* name : kBaselineFigures) {
        if (const auto baht = row.optional_integer(column)) {
            baseline.figures.emplace(name, *baht);
        }
        ++column;
    }
    baseline.ref_period = row.text(4);
    baseline.source = row.text(5);
    baseline.updated_at = row.instant(6);
    baseline.created_by = row.text(7);
    return baseline;
}

std::vector<Provenance::Revision> Provenance::revisions(HouseholdId id) {
    std::vector<Revision> all;
    auto rows = connection_.query(kRevisions, id);
    while (rows.step()) {
        all.push_back(revision_of(rows));
    }
    return all;
}

}  // namespace storage
