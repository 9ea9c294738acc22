#include "console/office.h"
#include "console/page_words.h"
#include "storage/audit_log.h"
#include "storage/office_settings.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace console {

namespace {

using nlohmann::json;
using storage::OfficeSettings;

constexpr int kBuddhist = 543;
constexpr int kEarliest = 2500;
constexpr int kLatest = 2700;
constexpr std::int64_t kMostBaht = 10'000'000;

struct SettingWords {
    std::string_view key;
    std::string_view thai;
    std::string_view english;
};

constexpr std::array<SettingWords, 4> kWords = {{
    {"model_scope", "เลือกครัวเรือนตัวอย่างระดับใด", "one model household for each"},
    {"model_quota", "จำนวนครัวเรือนตัวอย่างต่อระดับต่อปี", "how many of them a year"},
    {"model_nominees", "จำนวนบ้านที่หมู่บ้านหนึ่งเสนอได้ต่อปี", "houses a village may propose a year"},
    {"invite_days", "อายุรหัสบนบัตร (วัน)", "how many days a card's code lives"},
}};

constexpr std::array<SettingWords, 3> kValues = {{
    {"DISTRICT", "อำเภอ", "district"},
    {"TAMBON", "ตำบล", "tambon"},
    {"VILLAGE", "หมู่บ้าน", "village"},
}};

template <class Words>
std::string word(const Words& words, std::string_view key, bool thai) {
    const auto found = std::ranges::find(words, key, &SettingWords::key);
    if (found == words.end()) {
        return std::string(key);
    }
    return std::string(thai ? found->thai : found->english);
}

json history_of(const std::string_view key, const Visit& visit) {
    json rows = json::array();
    for (const auto& past : OfficeSettings(visit.reader).history(key)) {
        rows.push_back({{"value", word(kValues, past.value, visit.thai)},
                        {"by", past.by},
                        {"from", moment_text(past.from, visit.thai)}});
    }
    return rows;
}

json setting_rows(const Visit& visit) {
    OfficeSettings settings(visit.reader);
    json rows = json::array();
    for (const auto& known : OfficeSettings::known()) {
        const std::string value = settings.get(known.key);
        json choices = json::array();
        for (const auto& choice : known.values) {
            choices.push_back({{"value", choice},
                               {"name", word(kValues, choice, visit.thai)},
                               {"chosen", value == choice}});
        }
        rows.push_back({{"key", known.key},
                        {"name", word(kWords, known.key, visit.thai)},
                        {"value", value},
                        {"has_choices", !choices.empty()},
                        {"choices", std::move(choices)},
                        {"history", history_of(known.key, visit)}});
    }
    return rows;
}

int this_year(const Visit& visit) {
    return static_cast<int>(conversation::bangkok_day(visit.now).year()) + kBuddhist;
}

webhooks::Response page(const Visit& visit, json more, int status = 200) {
    const auto line = OfficeSettings(visit.reader).bmn_line(this_year(visit));
    json values = {{"title", visit.thai ? "ค่าตั้งของสำนักงาน" : "Settings"},
                   {"settings", setting_rows(visit)},
                   {"line", line ? baht_text(*line) : std::string("–")},
                   {"year", std::to_string(this_year(visit))}};
    values.update(more);
    return show(visit, "settings.html", std::move(values), status);
}

std::int64_t number_of(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : -1;
}

webhooks::Response change_line(const Visit& visit) {
    const std::int64_t year = number_of(visit.field("line_year"));
    std::string amount = visit.field("line_baht");
    std::erase(amount, ',');
    const std::int64_t baht = number_of(amount);
    if (year < kEarliest || year > kLatest || baht <= 0 || baht > kMostBaht) {
        return page(visit,
                    {{"fault",
                      visit.thai ? "ปีเขียนเป็น พ.ศ. เช่น 2569 และจำนวนบาทเป็นตัวเลข เช่น 40000"
                                 : "Write the year in the Buddhist era, as 2569, and whole baht"},
                     {"line_year", visit.field("line_year")},
                     {"line_baht", visit.field("line_baht")},
                     {"line_source", visit.field("line_source")}},
                    422);
    }
    visit.write([&](storage::Connection& writer) {
        (void)OfficeSettings(writer).put_bmn_line(
            static_cast<int>(year), baht, visit.field("line_source"), visit.now, visit.actor());
        storage::AuditLog(writer).write({visit.actor(),
                                         "setting.changed",
                                         "setting:bmn_line",
                                         fmt::format("from={} baht={}", year, baht),
                                         visit.now});
    });
    return go_to("/settings");
}

webhooks::Response change(const Visit& visit) {
    if (visit.field("do") == "line") {
        return change_line(visit);
    }
    const std::string key = visit.field("key");
    const auto known = OfficeSettings::known();
    if (std::ranges::find(known, key, &OfficeSettings::Known::key) == known.end()) {
        return not_yours(visit, "setting");
    }
    bool possible = false;
    visit.write([&](storage::Connection& writer) {
        possible = OfficeSettings(writer)
                       .put(key, visit.field("value"), visit.now, visit.actor())
                       .has_value();
    });
    if (!possible) {
        return page(visit,
                    {{"fault",
                      visit.thai ? "ค่านี้ใช้ไม่ได้ ถ้าเป็นจำนวนให้เขียน 1 ถึง 999"
                                 : "This cannot be; a number is 1 to 999"}},
                    422);
    }
    return go_to("/settings");
}

}  // namespace

std::vector<PageRoute> setting_pages() {
    using Who = PageRoute::Who;
    return {{.path = "/settings",
             .page = [](const Visit& visit) { return page(visit, json::object()); },
             .who = Who::Officers},
            {.method = "POST", .path = "/settings", .page = change, .who = Who::Admins}};
}

}  // namespace console
