#include "console/summary_document.h"

#include "console/code_words.h"
#include "console/occupations.h"
#include "console/page_words.h"
#include "storage/summary_facts.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace console {

namespace {

using nlohmann::ordered_json;

constexpr int kBuddhist = 543;

std::string_view unit_word(const IndicatorFigure& figure) {
    switch (figure.kind->unit) {
        case FigureUnit::Share:
        case FigureUnit::Growth:
            return figure.denominator == 0 ? "" : "%";
        case FigureUnit::Money:
            return "บาท";
        default:
            return "";
    }
}

ordered_json figure_json(const IndicatorFigure& figure) {
    const FigureUnit unit = figure.kind->unit;
    const bool counts = unit == FigureUnit::Count || unit == FigureUnit::Money;
    const int target = figure.kind->target_permille;
    return {
        {"key", figure.kind->key},
        {"label_th", figure.kind->thai},
        {"label_en", figure.kind->english},
        {"numerator", decimal_text(figure.numerator)},
        {"denominator", counts ? std::string() : std::to_string(figure.denominator)},
        {"value", figure_text(figure)},
        {"unit", unit_word(figure)},
        {"target", target == 0 ? std::string() : fmt::format("{}.{}", target / 10, target % 10)}};
}

// A figure that is no indicator of its own.
ordered_json plain_figure(std::string_view key,
                          std::string_view thai,
                          std::string_view english,
                          std::int64_t numerator,
                          std::optional<std::int64_t> denominator = std::nullopt) {
    return {{"key", key},
            {"label_th", thai},
            {"label_en", english},
            {"numerator", std::to_string(numerator)},
            {"denominator", denominator ? std::to_string(*denominator) : std::string()},
            {"value", denominator ? percent_text(numerator, *denominator) : baht_text(numerator)},
            {"unit", denominator.value_or(0) != 0 ? "%" : ""},
            {"target", ""}};
}

struct Heading {
    std::string_view thai;
    std::string_view english;
};

class Table {
  public:
    Table(Heading caption, const std::vector<Heading>& head)
        : json_{{"caption_th", caption.thai},
                {"caption_en", caption.english},
                {"head", ordered_json::array()},
                {"rows", ordered_json::array()}} {
        for (const Heading& one : head) {
            json_["head"].push_back({{"text_th", one.thai}, {"text_en", one.english}});
        }
    }

    void row(std::vector<std::string> cells) { json_["rows"].push_back({{"cells", cells}}); }

    [[nodiscard]] bool empty() const { return json_["rows"].empty(); }

    [[nodiscard]] ordered_json take() && { return std::move(json_); }

  private:
    ordered_json json_;
};

std::string share_text(std::int64_t numerator, std::int64_t denominator) {
    return denominator == 0
               ? "–"
               : fmt::format(
                     "{} ({}/{})", percent_text(numerator, denominator), numerator, denominator);
}

// The value of one indicator of a group, with what it was divided from.
std::string figure_of(const IndicatorSums& sums, std::string_view key) {
    for (const auto& figure : figures(sums)) {
        if (figure.kind->key == key) {
            return figure.denominator == 0 ? figure_text(figure)
                                           : fmt::format("{} ({}/{})",
                                                         figure_text(figure),
                                                         decimal_text(figure.numerator),
                                                         figure.denominator);
        }
    }
    return "–";
}

class Document {
  public:
    Document(storage::Connection& reader, const SummaryWish& wish, IndicatorTable table)
        : facts_(reader, {table.window.from, table.window.to, table.as_of}),
          wish_(wish),
          table_(std::move(table)),
          sums_(table_.all()) {
        if (wish.freezing) {
            mark_frozen();
        }
        all_ = figures(sums_);
    }

    ordered_json make() {
        sections_ = ordered_json::array();
        area();
        occupations_section();
        income();
        savings();
        poor();
        model();
        capital();
        tambon_plans();
        learning();
        organisations();
        steps();
        add(12, {"ปัญหา อุปสรรค และข้อเสนอแนะ", "Problems and suggestions"}, {});
        quality();
        return {{"fy", wish_.fiscal_year_be},
                {"cut_off", conversation::to_text(wish_.cut_off)},
                {"from", conversation::to_text(table_.window.from)},
                {"to", conversation::to_text(table_.window.to)},
                {"office", wish_.office},
                {"sections", std::move(sections_)}};
    }

  private:
    void mark_frozen() {
        sums_.steps_done.back() = sums_.organisations;
        for (auto& group : table_.groups) {
            group.sums.steps_done.back() = group.sums.organisations;
        }
    }

    ordered_json& add(int number, Heading title, const std::vector<std::string_view>& keys) {
        ordered_json shown = ordered_json::array();
        for (const std::string_view key : keys) {
            const auto found = std::ranges::find_if(
                all_, [key](const IndicatorFigure& figure) { return figure.kind->key == key; });
            shown.push_back(figure_json(*found));
        }
        sections_.push_back({{"number", number},
                             {"title_th", title.thai},
                             {"title_en", title.english},
                             {"figures", std::move(shown)},
                             {"tables", ordered_json::array()},
                             {"note", wish_.notes.at(static_cast<std::size_t>(number - 1))}});
        return sections_.back();
    }

    static void put(ordered_json& section, Table&& table) {
        if (!table.empty()) {
            section["tables"].push_back(std::move(table).take());
        }
    }

    // A table of the groups of a kind: their name, then what each column makes of their sums.
    template <class... Columns>
    void put_groups(ordered_json& section,
                    GroupKind kind,
                    Heading caption,
                    std::vector<Heading> head,
                    Columns... columns) {
        head.insert(head.begin(), {group_word(kind, true), group_word(kind, false)});
        Table table(caption, head);
        for (const auto& group : table_.groups) {
            if (group.kind == kind &&
                (kind == GroupKind::Organisation || group.sums.villages > 0)) {
                table.row({group.name, columns(group.sums)...});
            }
        }
        put(section, std::move(table));
    }

    void area() {
        auto& section =
            add(1, {"พื้นที่และความครบถ้วนของข้อมูล", "Area, cut-off and coverage"}, {"COVER", "RATE"});
        section["figures"].insert(
            section["figures"].begin(),
            {plain_figure("VILLAGES", "หมู่บ้านเป้าหมาย", "target villages", sums_.villages),
             plain_figure("HOUSEHOLDS", "ครัวเรือนเป้าหมาย", "target households", sums_.households),
             plain_figure("POOR", "ในจำนวนนี้เป็นครัวเรือนยากจน", "of these poor", sums_.poor)});
        put_groups(
            section,
            GroupKind::Tambon,
            {"ความครบถ้วนรายตำบล", "Coverage by tambon"},
            {{"หมู่บ้าน", "villages"},
             {"ครัวเรือน", "households"},
             {"รายงานอย่างน้อย 1 ครั้ง", "reported at least once"},
             {"อัตราการรายงาน", "reports of those expected"}},
            [](const IndicatorSums& s) { return std::to_string(s.villages); },
            [](const IndicatorSums& s) { return std::to_string(s.households); },
            [](const IndicatorSums& s) { return figure_of(s, "COVER"); },
            [](const IndicatorSums& s) { return figure_of(s, "RATE"); });
    }

    void occupations_section() {
        auto& section = add(2, {"อาชีพ", "Occupations"}, {"OCC"});
        Table table({"อาชีพหลักของครัวเรือน", "Main occupations"},
                    {{"อาชีพ", "occupation"}, {"ครัวเรือน", "households"}, {"ร้อยละ", "per cent"}});
        for (const auto& occupation : occupations()) {
            const auto found = table_.occupations.find(std::string(occupation.code));
            if (found != table_.occupations.end()) {
                table.row({std::string(occupation.thai),
                           std::to_string(found->second),
                           percent_text(found->second, sums_.occupation_known)});
            }
        }
        put(section, std::move(table));
    }

    void income() {
        auto& section = add(3, {"รายได้", "Income"}, {"UP", "GROWTH", "VILL3", "LIVE", "BMN"});
        put_groups(
            section,
            GroupKind::Village,
            {"รายได้รายหมู่บ้าน", "Income by village"},
            {{"ครัวเรือนที่คำนวณได้", "households that can be judged"},
             {"รายได้เพิ่มขึ้น", "rose"},
             {"รายได้เฉลี่ยเพิ่มขึ้นร้อยละ", "growth of the mean, per cent"}},
            [](const IndicatorSums& s) { return std::to_string(s.eligible); },
            [](const IndicatorSums& s) { return figure_of(s, "UP"); },
            [](const IndicatorSums& s) { return figure_of(s, "GROWTH"); });
    }

    void savings() {
        auto& section = add(4, {"การออม", "Savings"}, {"SAVE", "SAVED"});
        put_groups(
            section,
            GroupKind::Village,
            {"การออมรายหมู่บ้าน", "Savings by village"},
            {{"ครัวเรือนมีเงินออม", "households that saved"}, {"เงินออมรวม (บาท)", "saved, baht"}},
            [](const IndicatorSums& s) { return figure_of(s, "SAVE"); },
            [](const IndicatorSums& s) { return baht_text(s.saved); });
    }

    void poor() {
        auto& section = add(5, {"การยกระดับครัวเรือนยากจน", "Poor households raised"}, {"FUND_POOR"});
        section["figures"].insert(section["figures"].begin(),
                                  {plain_figure("POOR_UP",
                                                "ครัวเรือนยากจนที่รายได้เพิ่มขึ้น",
                                                "poor households whose income rose",
                                                sums_.poor_risen,
                                                sums_.poor_eligible),
                                   plain_figure("POOR_BMN",
                                                "ครัวเรือนยากจนที่ผ่านเกณฑ์รายได้ จปฐ.",
                                                "poor households above the BMN line",
                                                sums_.poor_line_passed,
                                                sums_.poor_line_known)});
    }

    void model() { add(6, {"ครัวเรือนสัมมาชีพตัวอย่าง", "The model household"}, {"MODEL"}); }

    void capital() {
        auto& section = add(7, {"การเข้าถึงแหล่งทุน", "Access to capital"}, {"FUND", "FUND_POOR"});
        Table table({"ตามประเภทแหล่งทุน", "By kind of source"},
                    {{"แหล่งทุน", "source"}, {"ครัวเรือน", "households"}});
        for (const auto& fund : facts_.funds()) {
            table.row(
                {std::string(thai_word(fund.kind, fund_kinds())), std::to_string(fund.households)});
        }
        put(section, std::move(table));
    }

    void tambon_plans() {
        auto& section =
            add(8, {"แผนสัมมาชีพตำบลที่บรรจุในแผน", "Tambon plans adopted"}, {"PLAN1", "PLAN4"});
        Table table({"วันที่บรรจุ รายตำบล", "Adopted on, by tambon"},
                    {{"ตำบล", "tambon"},
                     {"แผนพัฒนาท้องถิ่น", "local plan"},
                     {"แผนยุทธศาสตร์", "strategic plan"},
                     {"ข้อบัญญัติท้องถิ่น", "ordinance"},
                     {"แผนพัฒนาจังหวัด", "provincial plan"}});
        for (const auto& plan : facts_.tambon_plans()) {
            const auto* const group = table_.find(GroupKind::Tambon, plan.tambon_code);
            if (group == nullptr || group->sums.tambons == 0) {
                continue;
            }
            std::vector<std::string> cells = {plan.tambon_th};
            for (const auto& day : plan.adopted) {
                cells.push_back(day ? conversation::short_date(*day, "th") : "–");
            }
            table.row(std::move(cells));
        }
        put(section, std::move(table));
    }

    void learning() {
        add(9,
            {"แหล่งเรียนรู้ วิทยากร และกลุ่มอาชีพ", "Learning centres, trainers, groups"},
            {"LEARN", "LEARN_VILL", "TRAIN", "GROUP", "GROUP_VILL"});
    }

    void organisations() {
        auto& section = add(10,
                            {"ผลการดำเนินงานตามแผนของ 4 องค์กร", "The plan, by organisation"},
                            {"DONE", "ONTIME", "CANCELLED", "OVERDUE"});
        put_groups(
            section,
            GroupKind::Organisation,
            {"รายองค์กร", "By organisation"},
            {{"ถึงกำหนด", "due"},
             {"ทำแล้ว", "done"},
             {"ตรงเวลา", "on time"},
             {"ยกเลิก", "cancelled"},
             {"เกินกำหนด", "overdue"}},
            [](const IndicatorSums& s) { return std::to_string(s.due); },
            [](const IndicatorSums& s) { return share_text(s.done, s.due); },
            [](const IndicatorSums& s) { return share_text(s.on_time, s.done); },
            [](const IndicatorSums& s) { return std::to_string(s.cancelled); },
            [](const IndicatorSums& s) { return std::to_string(s.overdue); });
    }

    void steps() {
        auto& section = add(11,
                            {"กระบวนการ 5 ขั้นตอน", "The five steps"},
                            {"STEP1", "STEP2", "STEP3", "STEP4", "STEP5"});
        const auto step = [](std::size_t at) {
            return [at](const IndicatorSums& s) {
                return std::string(s.steps_done[at] > 0 ? "✓" : "–");
            };
        };
        put_groups(section,
                   GroupKind::Organisation,
                   {"รายองค์กร", "By organisation"},
                   {{"1 เตรียม", "1 ready"},
                    {"2 วางแผน", "2 plan"},
                    {"3 ดำเนินงาน", "3 do"},
                    {"4 ติดตาม", "4 monitor"},
                    {"5 สรุป", "5 summary"}},
                   step(0),
                   step(1),
                   step(2),
                   step(3),
                   step(4));
    }

    void quality() {
        auto& section = add(13, {"คุณภาพข้อมูล", "Data quality"}, {});
        section["figures"] = {plain_figure("MISSING",
                                           "รายงานที่ขาด",
                                           "reports missing",
                                           sums_.household_months - sums_.reports,
                                           sums_.household_months),
                              plain_figure("FLAGGED",
                                           "รายงานที่ควรตรวจ",
                                           "reports that need a check",
                                           sums_.needs_check,
                                           sums_.reports),
                              plain_figure("ON_BEHALF",
                                           "รายงานแทนโดยอาสา",
                                           "reports on behalf",
                                           sums_.on_behalf,
                                           sums_.reports),
                              plain_figure("INCOME_UNKNOWN",
                                           "รายงานที่ไม่ทราบรายได้",
                                           "reports without a known income",
                                           sums_.income_unknown,
                                           sums_.reports),
                              plain_figure("SAVING_UNKNOWN",
                                           "รายงานที่ไม่ทราบเงินออม",
                                           "reports without known savings",
                                           sums_.saving_unknown,
                                           sums_.reports),
                              plain_figure("CONFLICTS",
                                           "รายงานสองฉบับที่ไม่ตรงกันและยังไม่ตัดสิน",
                                           "differing reports not settled",
                                           facts_.open_conflicts())};
    }

    storage::SummaryFacts facts_;
    const SummaryWish& wish_;
    IndicatorTable table_;
    IndicatorSums sums_;
    std::vector<IndicatorFigure> all_;
    ordered_json sections_;
};

std::string text_of(const ordered_json& object, const char* key) {
    return object.at(key).get<std::string>();
}

std::string shown(const ordered_json& figure) {
    const std::string divided = text_of(figure, "denominator");
    return divided.empty()
               ? text_of(figure, "value")
               : fmt::format(
                     "{} ({}/{})", text_of(figure, "value"), text_of(figure, "numerator"), divided);
}

class CsvLines {
  public:
    explicit CsvLines(const CsvWriter::Sink& sink) : writer_(sink) {
        add({"section",
             "section_th",
             "kind",
             "name",
             "column",
             "numerator",
             "denominator",
             "value",
             "unit"});
    }

    void add(const std::array<std::string, 9>& cells) {
        constexpr std::size_t kNumerator = 5;
        constexpr std::size_t kValue = 7;
        const bool figure = cells[2] == "figure";
        for (std::size_t at = 0; at < cells.size(); ++at) {
            if (figure && at >= kNumerator && at <= kValue) {
                writer_.decimal(cells[at]);  // a loss is a number, not a formula
            } else {
                writer_.text(cells[at]);
            }
        }
        writer_.end_row();
    }

    void finish() { writer_.flush(); }

  private:
    CsvWriter writer_;
};

void write_table(const ordered_json& table,
                 const std::string& number,
                 const std::string& title,
                 CsvLines& lines) {
    for (const auto& row : table.at("rows")) {
        const auto& cells = row.at("cells");
        for (std::size_t at = 1; at < cells.size(); ++at) {
            lines.add({number,
                       title,
                       "table",
                       cells[0].get<std::string>(),
                       text_of(table.at("head").at(at), "text_th"),
                       "",
                       "",
                       cells[at].get<std::string>(),
                       ""});
        }
    }
}

// Figures by key, and the notes, of every section.
std::vector<SummaryDifference> said(const ordered_json& document) {
    std::vector<SummaryDifference> all;
    for (const auto& section : document.at("sections")) {
        const std::string number = section.at("number").dump();
        for (const auto& figure : section.at("figures")) {
            all.push_back({number,
                           text_of(figure, "label_th"),
                           text_of(figure, "label_en"),
                           shown(figure),
                           text_of(figure, "key")});
        }
        all.push_back(
            {number, "ข้อความของเจ้าหน้าที่", "the officer's note", text_of(section, "note"), "NOTE"});
    }
    return all;
}

}  // namespace

std::optional<MonthWindow> summary_window(int fiscal_year_be, conversation::Day cut_off) {
    constexpr unsigned kOctober = 10;
    constexpr unsigned kSeptember = 9;
    const int year = fiscal_year_be - kBuddhist;
    return closed_window({{year - 1, kOctober}, {year, kSeptember}}, cut_off);
}

ordered_json summary_document(storage::Connection& reader,
                              const SummaryWish& wish,
                              conversation::Instant now) {
    const auto window = summary_window(wish.fiscal_year_be, wish.cut_off);
    if (!window) {
        throw std::logic_error("a summary of no month");
    }
    constexpr std::chrono::minutes kDay = std::chrono::hours(24);
    const auto end =
        conversation::bangkok_instant(wish.cut_off, kDay) - std::chrono::milliseconds(1);
    return Document(reader, wish, read_indicators(reader, *window, std::min(end, now))).make();
}

void write_summary_csv(const ordered_json& document, const CsvWriter::Sink& sink) {
    CsvLines lines(sink);
    for (const auto& section : document.at("sections")) {
        const std::string number = section.at("number").dump();
        const std::string title = text_of(section, "title_th");
        for (const auto& figure : section.at("figures")) {
            lines.add({number,
                       title,
                       "figure",
                       text_of(figure, "label_th"),
                       text_of(figure, "key"),
                       text_of(figure, "numerator"),
                       text_of(figure, "denominator"),
                       text_of(figure, "value"),
                       text_of(figure, "unit")});
        }
        for (const auto& table : section.at("tables")) {
            write_table(table, number, title, lines);
        }
        if (const std::string note = text_of(section, "note"); !note.empty()) {
            lines.add({number, title, "note", "", "", "", "", note, ""});
        }
    }
    lines.finish();
}

std::vector<SummaryDifference> compare_summaries(const ordered_json& before,
                                                 const ordered_json& after) {
    std::vector<SummaryDifference> differences;
    const auto old = said(before);
    for (auto& now : said(after)) {
        const auto found = std::ranges::find_if(old, [&](const SummaryDifference& one) {
            return one.section == now.section && one.after == now.after;
        });
        const std::string was = found == old.end() ? std::string() : found->before;
        if (was != now.before) {
            differences.push_back({now.section, now.label_th, now.label_en, was, now.before});
        }
    }
    return differences;
}

}  // namespace console
