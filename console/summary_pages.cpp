#include "console/code_words.h"
#include "console/office.h"
#include "console/page_words.h"
#include "console/summary_document.h"
#include "storage/summary_facts.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <optional>

namespace console {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using storage::Summaries;

constexpr std::size_t kMostNote = 4000 * 4;  // bytes: the page allows 4,000 letters
constexpr std::size_t kMostName = 100 * 4;
constexpr unsigned kRemarks = 200;
constexpr int kProblems = 12;  // the section of problems and suggestions
constexpr int kYearsOffered = 5;

std::string language(const Visit& visit) {
    return visit.thai ? "th" : "en";
}

std::optional<int> number_of(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                    : std::nullopt;
}

int present_year(const Visit& visit) {
    return conversation::fiscal_year_be(default_window(conversation::bangkok_day(visit.now)).to);
}

std::string version_name(int fiscal_year_be, int version, bool thai) {
    return thai ? fmt::format("สรุปผลปีงบประมาณ {} ฉบับที่ {}", fiscal_year_be, version)
                : fmt::format("summary of fiscal year {}, version {}", fiscal_year_be, version);
}

std::string key_of(const Summaries::Frozen& frozen) {
    return fmt::format("{}-{}", frozen.fiscal_year_be, frozen.version);
}

// "2569-1"
std::optional<Summaries::Frozen> find(const Visit& visit, std::string_view key) {
    const auto dash = key.find('-');
    if (dash == std::string_view::npos) {
        return std::nullopt;
    }
    const auto year = number_of(key.substr(0, dash));
    const auto version = number_of(key.substr(dash + 1));
    return year && version ? Summaries(visit.reader).find(*year, *version) : std::nullopt;
}

// The document with what the template asks for besides.
json sections_of(const ordered_json& document) {
    json sections = json::parse(document.at("sections").dump());
    for (auto& section : sections) {
        section["has_figures"] = !section["figures"].empty();
    }
    return sections;
}

std::string months_text(const ordered_json& document, const Visit& visit) {
    const auto month = [&](const char* key) {
        const auto period = conversation::parse_period(document.at(key).get<std::string>());
        return period ? conversation::short_month(*period, language(visit)) : std::string("–");
    };
    return month("from") + " – " + month("to");
}

json frozen_values(const Summaries::Frozen& frozen, const Visit& visit) {
    constexpr std::size_t kDigestShown = 12;
    return {{"key", key_of(frozen)},
            {"name", version_name(frozen.fiscal_year_be, frozen.version, visit.thai)},
            {"cut_off", conversation::short_date(frozen.cut_off, language(visit))},
            {"at", moment_text(frozen.frozen_at, visit.thai)},
            {"signed", frozen.signed_by.name},
            {"digest", frozen.sha256.substr(0, kDigestShown)}};
}

webhooks::Response list(const Visit& visit) {
    if (!visit.sees_all()) {
        return not_yours(visit, "page:/summary");
    }
    json frozen = json::array();
    for (const auto& one : Summaries(visit.reader).all()) {
        frozen.push_back(frozen_values(one, visit));
    }
    json years = json::array();
    const int present = present_year(visit);
    for (int year = present + 1; year > present - kYearsOffered; --year) {
        years.push_back({{"year", std::to_string(year)}, {"chosen", year == present}});
    }
    return show(visit,
                "summary_list.html",
                {{"title", visit.thai ? "สรุปผลเสนอจังหวัด" : "Summary for the province"},
                 {"today", conversation::to_text(conversation::bangkok_day(visit.now))},
                 {"years", years},
                 {"has_frozen", !frozen.empty()},
                 {"frozen", frozen}});
}

// What a draft is about, and what of it was typed.
struct Draft {
    int year = 0;
    conversation::Day cut_off{};
    Summaries::Notes notes{};
    Summaries::Signature signature{};
};

// The year and the day asked for; what is no year or day is the present one, and no day is later.
Draft draft_of(const Visit& visit, const std::string& year, const std::string& day) {
    const auto today = conversation::bangkok_day(visit.now);
    Draft draft{.year = number_of(year).value_or(present_year(visit)),
                .cut_off = std::min(conversation::parse_day(day).value_or(today), today)};
    draft.notes = Summaries(visit.reader).notes(draft.year);
    return draft;
}

SummaryWish wish_of(const Visit& visit, const Draft& draft, bool freezing) {
    return {.fiscal_year_be = draft.year,
            .cut_off = draft.cut_off,
            .office = visit.office,
            .notes = draft.notes,
            .freezing = freezing};
}

json remarks_of(const Visit& visit, const MonthWindow& window) {
    json remarks = json::array();
    storage::SummaryFacts facts(visit.reader, {window.from, window.to, visit.now});
    for (const auto& remark : facts.remarks(kRemarks)) {
        remarks.push_back({{"first", remarks.empty()},
                           {"organisation",
                            std::string(thai_word(remark.organisation_kind, organisation_kinds()))},
                           {"activity", remark.activity},
                           {"result", std::string(thai_word(remark.result, activity_states()))},
                           {"text", remark.text}});
    }
    return remarks;
}

webhooks::Response draft_page(const Visit& visit, const Draft& draft, json more, int status = 200) {
    const auto window = summary_window(draft.year, draft.cut_off);
    json values = {{"title",
                    visit.thai ? fmt::format("ร่างสรุปผลปีงบประมาณ {}", draft.year)
                               : fmt::format("Draft summary, fiscal year {}", draft.year)},
                   {"fy", std::to_string(draft.year)},
                   {"cut_off", conversation::to_text(draft.cut_off)},
                   {"cut_off_text", conversation::short_date(draft.cut_off, language(visit))},
                   {"editable", window && visit.may_edit()},
                   {"name", draft.signature.name},
                   {"position", draft.signature.position},
                   {"months_text", "–"}};
    if (window) {
        const auto document =
            summary_document(visit.reader, wish_of(visit, draft, false), visit.now);
        values["sections"] = sections_of(document);
        values["months_text"] = months_text(document, visit);
        auto& problems = values["sections"][kProblems - 1];
        problems["is_problems"] = true;
        if (visit.may_edit()) {
            visit.audit("summary.remarks_looked_at", fmt::format("summary:{}", draft.year), "");
            problems["remarks"] = remarks_of(visit, *window);
        }
    } else {
        values["fault"] = visit.thai ? "ปีนี้ยังไม่มีเดือนที่ปิดรับรายงาน ณ วันที่เลือก"
                                     : "No month of this year is closed on that day";
    }
    values.update(more);
    return show(visit, "summary_draft.html", std::move(values), status);
}

webhooks::Response draft(const Visit& visit) {
    if (!visit.sees_all()) {
        return not_yours(visit, "page:/summary/draft");
    }
    const auto get = [&](const char* name) {
        return visit.request.query(name).value_or(std::string());
    };
    return draft_page(
        visit, draft_of(visit, get("fy"), get("cut_off")), {{"saved", get("saved") == "1"}});
}

// Browsers send line ends as CR LF.
std::string tidy_note(std::string text) {
    std::erase(text, '\r');
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) {
        text.pop_back();
    }
    return text;
}

std::string fault_of(const Draft& draft, bool freezing, bool thai) {
    for (std::size_t at = 0; at < draft.notes.size(); ++at) {
        if (draft.notes[at].size() > kMostNote) {
            return thai
                       ? fmt::format("ข้อความหมวด {} ยาวเกิน 4,000 ตัวอักษร", at + 1)
                       : fmt::format("The note to section {} is longer than 4,000 letters", at + 1);
        }
    }
    if (draft.signature.name.size() > kMostName || draft.signature.position.size() > kMostName) {
        return thai ? "ชื่อหรือตำแหน่งยาวเกิน 100 ตัวอักษร" : "The name or position is too long";
    }
    if (freezing && draft.signature.name.empty()) {
        return thai ? "เขียนชื่อผู้ลงนามก่อนออกฉบับ" : "Write who signs before freezing";
    }
    return {};
}

void save_notes(storage::Connection& writer, const Visit& visit, const Draft& draft) {
    Summaries summaries(writer);
    for (int section = 1; section <= Summaries::kSections; ++section) {
        (void)summaries.put_note(draft.year,
                                 section,
                                 draft.notes[static_cast<std::size_t>(section - 1)],
                                 visit.now,
                                 visit.actor());
    }
}

webhooks::Response change(const Visit& visit) {
    if (!visit.sees_all()) {
        return not_yours(visit, "page:/summary/draft");
    }
    Draft wanted = draft_of(visit, visit.field("fy"), visit.field("cut_off"));
    for (std::size_t at = 0; at < wanted.notes.size(); ++at) {
        wanted.notes[at] = tidy_note(visit.field(fmt::format("note{}", at + 1)));
    }
    wanted.signature = {tidy_note(visit.field("name")), tidy_note(visit.field("position"))};
    const bool freezing = visit.field("do") == "freeze";
    if (const auto fault = fault_of(wanted, freezing, visit.thai); !fault.empty()) {
        return draft_page(visit, wanted, {{"fault", fault}}, 422);
    }
    if (!summary_window(wanted.year, wanted.cut_off)) {
        return draft_page(visit, wanted, json::object(), 422);
    }
    if (!freezing) {
        visit.write([&](storage::Connection& writer) { save_notes(writer, visit, wanted); });
        return go_to(fmt::format("/summary/draft?fy={}&cut_off={}&saved=1",
                                 wanted.year,
                                 conversation::to_text(wanted.cut_off)));
    }
    const std::string body =
        summary_document(visit.reader, wish_of(visit, wanted, true), visit.now).dump();
    std::string key;
    visit.write([&](storage::Connection& writer) {
        save_notes(writer, visit, wanted);
        key = key_of(Summaries(writer).freeze(
            wanted.year, wanted.cut_off, body, wanted.signature, visit.now, visit.actor()));
    });
    return go_to("/summary/" + key);
}

webhooks::Response csv_of(const Summaries::Frozen& frozen) {
    webhooks::Response response;
    response.content_type = "text/csv; charset=utf-8";
    response.headers.emplace_back(
        "Content-Disposition",
        fmt::format("attachment; filename=\"summary-{}.csv\"", key_of(frozen)));
    write_summary_csv(ordered_json::parse(frozen.body),
                      [&](std::string_view piece) { response.body.append(piece); });
    return response;
}

webhooks::Response one(const Visit& visit) {
    constexpr std::string_view kCsv = ".csv";
    std::string_view key = visit.request.rest;
    const bool csv = key.ends_with(kCsv);
    if (csv) {
        key.remove_suffix(kCsv.size());
    }
    const auto frozen = visit.sees_all() ? find(visit, key) : std::nullopt;
    if (!frozen) {
        return not_yours(visit, fmt::format("summary:{}", key));
    }
    if (csv) {
        visit.audit("export", "summary", key_of(*frozen));
        return csv_of(*frozen);
    }
    const auto document = ordered_json::parse(frozen->body);
    json values = frozen_values(*frozen, visit);
    values["title"] =
        visit.thai
            ? fmt::format("สรุปผลการขับเคลื่อนสัมมาชีพชุมชน ปีงบประมาณ {}", frozen->fiscal_year_be)
            : fmt::format("Community right livelihood, fiscal year {}", frozen->fiscal_year_be);
    values["body_office"] = document.at("office").get<std::string>();
    values["cut_off_text"] = values["cut_off"];
    values["months_text"] = months_text(document, visit);
    values["signed_name"] = frozen->signed_by.name;
    values["signed_position"] = frozen->signed_by.position;
    values["digest"] = frozen->sha256;
    values["intact"] = Summaries::is_intact(*frozen);
    values["sections"] = sections_of(document);
    return show(visit, "summary.html", std::move(values));
}

webhooks::Response compare(const Visit& visit) {
    if (!visit.sees_all()) {
        return not_yours(visit, "page:/summary/compare");
    }
    const auto before = find(visit, visit.request.query("before").value_or(std::string()));
    const auto after = find(visit, visit.request.query("after").value_or(std::string()));
    json values = {{"title", visit.thai ? "เทียบสองฉบับ" : "Two versions compared"},
                   {"missing", !before || !after}};
    if (before && after) {
        json differences = json::array();
        for (const auto& one : compare_summaries(ordered_json::parse(before->body),
                                                 ordered_json::parse(after->body))) {
            differences.push_back({{"section", one.section},
                                   {"label", visit.thai ? one.label_th : one.label_en},
                                   {"was", one.before},
                                   {"is", one.after}});
        }
        values["before"] = version_name(before->fiscal_year_be, before->version, visit.thai);
        values["after"] = version_name(after->fiscal_year_be, after->version, visit.thai);
        values["same"] = differences.empty();
        values["differences"] = std::move(differences);
    }
    return show(visit, "summary_compare.html", std::move(values));
}

}  // namespace

std::vector<PageRoute> summary_pages() {
    return {{.path = "/summary", .page = list},
            {.path = "/summary/draft", .page = draft},
            {.method = "POST",
             .path = "/summary/draft",
             .page = change,
             .who = PageRoute::Who::Officers},
            {.path = "/summary/compare", .page = compare},
            {.path = "/summary/*", .page = one}};
}

}  // namespace console
