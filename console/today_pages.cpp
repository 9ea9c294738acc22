#include "console/office.h"
#include "console/page_words.h"
#include "storage/coverage.h"
#include "storage/inbox.h"
#include "storage/model_view.h"
#include "storage/outbox.h"
#include "storage/provenance.h"
#include "storage/report_conflicts.h"
#include "storage/requests.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace console {

namespace {

using nlohmann::json;

constexpr unsigned kRequestsLookedAt = 500;
constexpr std::size_t kRequestsShown = 10;
constexpr unsigned kConflictsCounted = 1000;

json request_values(const storage::Requests::Request& request, const Visit& visit) {
    const auto due = request.extended_to.value_or(request.due);
    return {{"number", request.number},
            {"kind", request_word(request.kind, visit.thai)},
            {"due", conversation::short_date(due, visit.thai ? "th" : "en")},
            {"late", due < conversation::bangkok_day(visit.now)},
            {"household",
             request.household ? json(std::to_string(request.household.value)) : json(false)}};
}

// An account of an area sees what is asked of its houses only.
bool is_for(const Visit& visit, const storage::Requests::Request& request) {
    if (visit.sees_all()) {
        return true;
    }
    const auto house = storage::Provenance(visit.reader).house(request.household);
    return house && visit.may_see(house->village_code);
}

// Model households that the women's committee has chosen and nobody has confirmed: the whole
// office's matter.
std::int64_t choices_waiting(const Visit& visit) {
    if (!visit.sees_all()) {
        return 0;
    }
    const auto year = storage::ModelView(visit.reader)
                          .year(conversation::fiscal_year_be(conversation::bangkok_day(visit.now)));
    return std::count_if(year.nominees.begin(), year.nominees.end(), [](const auto& one) {
        return one.stage == "CHOSEN" && !one.confirmed;
    });
}

// What households ask, and what differs between their reports, is not an organisation's.
json requests_of(const Visit& visit) {
    json requests = json::array();
    if (visit.is_chair()) {
        return requests;
    }
    for (const auto& request : storage::Requests(visit.reader).open(kRequestsLookedAt)) {
        if (requests.size() < kRequestsShown && is_for(visit, request)) {
            requests.push_back(request_values(request, visit));
        }
    }
    return requests;
}

std::size_t conflicts_waiting(const Visit& visit) {
    return visit.is_chair() ? 0
                            : storage::ReportConflicts(visit.reader)
                                  .all_open(kConflictsCounted, visit.officer.area)
                                  .size();
}

webhooks::Response today(const Visit& visit) {
    const auto period = conversation::open_period(conversation::bangkok_day(visit.now));
    const std::string language = visit.thai ? "th" : "en";
    std::int64_t households = 0;
    std::int64_t reported = 0;
    for (const auto& village :
         storage::Coverage(visit.reader).villages(visit.officer.area, period)) {
        households += village.households;
        reported += village.reported;
    }
    const json requests = requests_of(visit);
    const auto outbox = storage::Outbox(visit.reader).counts(visit.now);
    const auto waiting = choices_waiting(visit);
    const auto conflicts = conflicts_waiting(visit);
    return show(visit,
                "today.html",
                {{"title", visit.thai ? "วันนี้" : "Today"},
                 {"month", conversation::month_name(period, language)},
                 {"closes", conversation::short_date(conversation::closing_day(period), language)},
                 {"households", households},
                 {"reported", reported},
                 {"percent", households == 0 ? "" : percent_text(reported, households)},
                 {"has_requests", !requests.empty()},
                 {"requests", requests},
                 {"queued", outbox.queued},
                 {"failed", outbox.failed},
                 {"dead", storage::Inbox(visit.reader).dead()},
                 {"conflicts", conflicts == 0 ? json(false) : json(std::to_string(conflicts))},
                 {"choices", waiting == 0 ? json(false) : json(std::to_string(waiting))}});
}

}  // namespace

std::vector<PageRoute> today_pages() {
    return {{.path = "/", .page = today, .chair = true}};
}

}  // namespace console
