#include "console/indicators.h"
#include "console/office.h"
#include "console/page_words.h"
#include "storage/places.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <map>

namespace console {

namespace {

using nlohmann::json;
using storage::DataQuality;

constexpr unsigned kShown = 100;

std::string language(const Visit& visit) {
    return visit.thai ? "th" : "en";
}

std::string flags_text(const std::string& flags, bool thai) {
    std::string text;
    for (std::size_t at = 0; at < flags.size();) {
        const std::size_t end = std::min(flags.find(' ', at), flags.size());
        if (end > at) {
            text += (text.empty() ? "" : " · ") + flag_word(flags.substr(at, end - at), thai);
        }
        at = end + 1;
    }
    return text;
}

std::map<std::string, std::string> village_names(const Visit& visit) {
    std::map<std::string, std::string> names;
    for (const auto& village : storage::Places(visit.reader).villages()) {
        names.emplace(village.code,
                      place_text(village.moo, village.name_th, village.tambon_name_th, visit.thai));
    }
    return names;
}

json doubtful_rows(const Visit& visit) {
    const auto names = village_names(visit);
    const auto amount = [](const std::optional<std::int64_t>& baht) {
        return baht ? baht_text(*baht) : std::string("–");
    };
    json rows = json::array();
    for (const auto& one : DataQuality(visit.reader).doubtful(visit.officer.area, kShown)) {
        const auto name = names.find(one.village_code);
        rows.push_back({{"id", std::to_string(one.household.value)},
                        {"house_no", one.house_no},
                        {"village", name == names.end() ? one.village_code : name->second},
                        {"month", conversation::short_month(one.period, language(visit))},
                        {"income", amount(one.income)},
                        {"saving", amount(one.saving)},
                        {"flags", flags_text(one.flags, visit.thai)},
                        {"conflict", one.conflict}});
    }
    return rows;
}

json share(std::int64_t part, std::int64_t whole) {
    return {{"number", part}, {"percent", whole == 0 ? std::string() : percent_text(part, whole)}};
}

json unknown_rows(const Visit& visit, const QualityTable& table) {
    json rows = json::array();
    for (const auto& found : table.months) {
        rows.push_back({{"month", conversation::month_name(found.period, language(visit))},
                        {"reports", found.reports},
                        {"income", share(found.income, found.reports)},
                        {"saving", share(found.saving, found.reports)},
                        {"occupation", share(found.occupation, found.reports)},
                        {"on_behalf", share(found.on_behalf, found.reports)}});
    }
    return rows;
}

webhooks::Response page(const Visit& visit, QualityCache& cache) {
    const json doubtful = doubtful_rows(visit);
    if (!doubtful.empty()) {
        visit.audit("reports.listed", "quality", fmt::format("rows={}", doubtful.size()));
    }
    const auto table = cache.get(visit.reader, visit.officer.area, visit.now);
    const auto& gaps = table->gaps;
    return show(visit,
                "quality.html",
                {{"title", visit.thai ? "คุณภาพข้อมูล" : "Data quality"},
                 {"has_doubtful", !doubtful.empty()},
                 {"more", doubtful.size() == kShown},
                 {"doubtful", doubtful},
                 {"unknown", unknown_rows(visit, *table)},
                 {"read_at", moment_text(table->as_of, visit.thai)},
                 {"households", gaps.households},
                 {"members", share(gaps.without_members, gaps.households)},
                 {"baseline", share(gaps.without_baseline, gaps.households)},
                 {"care", share(gaps.without_care, gaps.households)},
                 {"speaker", share(gaps.without_speaker, gaps.households)},
                 {"whole", visit.sees_all()},
                 {"unfinished", table->unfinished}});
}

}  // namespace

std::vector<PageRoute> quality_pages(QualityCache& cache) {
    return {
        {.path = "/quality", .page = [&cache](const Visit& visit) { return page(visit, cache); }}};
}

}  // namespace console
