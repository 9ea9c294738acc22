#include "console/office.h"
#include "console/page_words.h"
#include "storage/coverage.h"
#include "storage/places.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace console {

namespace {

using conversation::Period;
using nlohmann::json;

constexpr int kMonthsOffered = 13;

Period open_month(const Visit& visit) {
    return conversation::open_period(conversation::bangkok_day(visit.now));
}

// The month that was asked for, or the one that is open now.
Period chosen_month(const Visit& visit) {
    const auto wanted =
        conversation::parse_period(visit.request.query("month").value_or(std::string()));
    return wanted.value_or(open_month(visit));
}

std::string language(const Visit& visit) {
    return visit.thai ? "th" : "en";
}

json months_offered(const Visit& visit, Period chosen) {
    json months = json::array();
    Period month = open_month(visit);
    for (int count = 0; count < kMonthsOffered; ++count) {
        months.push_back({{"value", conversation::to_text(month)},
                          {"label", conversation::month_name(month, language(visit))},
                          {"chosen", month == chosen}});
        month = conversation::previous(month);
    }
    return months;
}

struct Sum {
    std::int64_t households = 0;
    std::int64_t reported = 0;
    std::int64_t before = 0;
};

json row(const Sum& sum) {
    return {{"households", sum.households},
            {"reported", sum.reported},
            {"percent", percent_text(sum.reported, sum.households)},
            {"before", sum.before},
            {"missing",
             sum.households > sum.reported ? std::to_string(sum.households - sum.reported) : ""}};
}

webhooks::Response coverage(const Visit& visit) {
    const Period period = chosen_month(visit);
    json villages = json::array();
    Sum total;
    for (const auto& village :
         storage::Coverage(visit.reader).villages(visit.officer.area, period)) {
        json values = row({village.households, village.reported, village.reported_before});
        values["code"] = village.code;
        values["name"] = place_text(village.moo, village.name_th, village.tambon_th, visit.thai);
        villages.push_back(std::move(values));
        total.households += village.households;
        total.reported += village.reported;
        total.before += village.reported_before;
    }
    json total_row = row(total);
    if (total_row["missing"] == "") {
        total_row["missing"] = "0";
    }
    return show(visit,
                "coverage.html",
                {{"title",
                  fmt::format("{}{}",
                              visit.thai ? "ใครยังไม่รายงาน เดือน" : "Who has not reported, ",
                              conversation::month_name(period, language(visit)))},
                 {"month", conversation::to_text(period)},
                 {"months", months_offered(visit, period)},
                 {"open", period == open_month(visit) && total.households > total.reported},
                 {"villages", villages},
                 {"total", total_row}});
}

webhooks::Response missing(const Visit& visit) {
    const std::string code(visit.request.rest);
    const auto village = storage::Places(visit.reader).village(code);
    if (!village || !visit.may_see(code)) {
        return not_yours(visit, "village:" + code);
    }
    const Period period = chosen_month(visit);
    visit.audit("village.looked_at", "village:" + code, conversation::to_text(period));
    json houses = json::array();
    for (const auto& house : storage::Coverage(visit.reader).missing(code, period)) {
        const auto last = conversation::parse_period(house.last);
        houses.push_back({{"id", std::to_string(house.id.value)},
                          {"house_no", house.house_no},
                          {"head", house.head},
                          {"trainer", house.trainer},
                          {"linked", house.linked},
                          {"last", last ? conversation::short_month(*last, language(visit)) : ""}});
    }
    return show(
        visit,
        "missing.html",
        {{"title",
          fmt::format(
              "{} · {}",
              place_text(village->moo, village->name_th, village->tambon_name_th, visit.thai),
              conversation::month_name(period, language(visit)))},
         {"month", conversation::to_text(period)},
         {"count", houses.size()},
         {"open", period == open_month(visit) && !houses.empty()},
         {"code", code},
         {"houses", houses}});
}

}  // namespace

std::vector<PageRoute> coverage_pages() {
    return {{.path = "/coverage", .page = coverage, .chair = true},
            {.path = "/coverage/*", .page = missing}};
}

}  // namespace console
