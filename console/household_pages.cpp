#include "console/office.h"
#include "console/page_words.h"
#include "console/revision_values.h"
#include "storage/audit_log.h"
#include "storage/household_search.h"
#include "storage/places.h"
#include "storage/provenance.h"
#include "webhooks/form_fields.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <string_view>

namespace console {

namespace {

using nlohmann::json;
using storage::HouseholdSearch;
using storage::Provenance;

constexpr auto kStatusCodes = std::to_array<std::string_view>(
    {"INVITED", "ACTIVE", "PAUSED", "WITHDRAWN", "MOVED", "CLOSED"});

conversation::HouseholdId id_of(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size() && value > 0;
    return conversation::HouseholdId{whole ? value : 0};
}

HouseholdSearch::Wish wish_of(const Visit& visit) {
    const auto query = [&](std::string_view name) {
        return visit.request.query(name).value_or(std::string());
    };
    HouseholdSearch::Wish wish;
    wish.text = query("q");
    wish.area = visit.officer.area;
    wish.village = query("village");
    wish.status = query("status");
    wish.after = id_of(query("after"));
    return wish;
}

json villages_offered(const Visit& visit, const std::string& chosen) {
    json villages = json::array();
    for (const auto& village : storage::Places(visit.reader).villages()) {
        if (visit.may_see(village.code)) {
            villages.push_back(
                {{"code", village.code},
                 {"name",
                  place_text(village.moo, village.name_th, village.tambon_name_th, visit.thai)},
                 {"chosen", village.code == chosen}});
        }
    }
    return villages;
}

json statuses_offered(const Visit& visit, const std::string& chosen) {
    json statuses = json::array();
    for (const auto code : kStatusCodes) {
        statuses.push_back({{"code", std::string(code)},
                            {"name", status_word(code, visit.thai)},
                            {"chosen", code == chosen}});
    }
    return statuses;
}

json found_values(const HouseholdSearch::Found& found, const Visit& visit) {
    const auto last = conversation::parse_period(found.last_period);
    return {{"id", std::to_string(found.id.value)},
            {"house_no", found.house_no},
            {"village", place_text(found.moo, found.village_name, found.tambon_name, visit.thai)},
            {"head", found.head},
            {"status", status_word(found.status, visit.thai)},
            {"last", last ? conversation::short_month(*last, visit.thai ? "th" : "en") : ""}};
}

webhooks::Response households(const Visit& visit) {
    const auto wish = wish_of(visit);
    if (!wish.village.empty() && !visit.may_see(wish.village)) {
        return not_yours(visit, "village:" + wish.village);
    }
    const auto found = HouseholdSearch(visit.reader).find(wish);
    // What was searched for may be a name: the log counts only.
    visit.audit("households.listed", wish.village, fmt::format("rows={}", found.size()));
    json houses = json::array();
    for (const auto& house : found) {
        houses.push_back(found_values(house, visit));
    }
    const std::string next = found.size() < wish.limit
                                 ? ""
                                 : fmt::format("/households?q={}&village={}&status={}&after={}",
                                               webhooks::url_encoded(wish.text),
                                               webhooks::url_encoded(wish.village),
                                               webhooks::url_encoded(wish.status),
                                               found.back().id.value);
    return show(visit,
                "households.html",
                {{"title", visit.thai ? "ครัวเรือน" : "Households"},
                 {"q", wish.text},
                 {"villages", villages_offered(visit, wish.village)},
                 {"statuses", statuses_offered(visit, wish.status)},
                 {"nothing", houses.empty()},
                 {"houses", houses},
                 {"next", next}});
}

json speakers_of(const std::vector<Provenance::Speaker>& speakers, bool thai) {
    json all = json::array();
    for (const auto& speaker : speakers) {
        all.push_back({{"relation", speaker_text(speaker.contact, speaker.relation, thai)},
                       {"channels", fmt::format("{}", fmt::join(speaker.channels, ", "))},
                       {"from", moment_text(speaker.from, thai)},
                       {"to", speaker.to ? moment_text(*speaker.to, thai) : ""}});
    }
    return all;
}

json consents_of(const std::vector<Provenance::Consent>& consents, bool thai) {
    json all = json::array();
    for (const auto& consent : consents) {
        all.push_back(
            {{"at", moment_text(consent.at, thai)},
             {"purpose", purpose_word(consent.purpose, thai)},
             {"given", consent.given},
             {"relation", speaker_text(consent.contact, consent.relation, thai)},
             {"channel", consent.channel},
             {"notice", consent.notice_version},
             {"withdrawn", consent.withdrawn_at ? moment_text(*consent.withdrawn_at, thai) : ""}});
    }
    return all;
}

json revisions_of(const std::vector<Provenance::Revision>& revisions, bool thai) {
    json all = json::array();
    for (const auto& revision : revisions) {
        all.push_back(revision_values(revision, thai));
    }
    return all;
}

void add_baseline(json& values, const std::optional<Provenance::Baseline>& baseline, bool thai) {
    values["baseline"] = json::array();
    values["baseline_source"] = baseline ? baseline->source : "";
    if (baseline) {
        for (const auto& [name, amount] : baseline->figures) {
            values["baseline"].push_back(
                {{"name", figure_word(name, thai)}, {"baht", baht_text(amount)}});
        }
    }
}

webhooks::Response household(const Visit& visit) {
    const auto id = id_of(visit.request.rest);
    Provenance provenance(visit.reader);
    const auto house = provenance.house(id);
    if (!house || !visit.may_see(house->village_code)) {
        return not_yours(visit, fmt::format("household:{}", id.value));
    }
    visit.audit("household.looked_at", fmt::format("household:{}", id.value), "");
    const auto speakers = provenance.speakers(id);
    const auto consents = provenance.consents(id);
    const auto revisions = provenance.revisions(id);
    json values = {
        {"title", (visit.thai ? "บ้านเลขที่ " : "House ") + house->house_no},
        {"place", place_text(house->moo, house->village_name, house->tambon_name, visit.thai)},
        {"village_code", house->village_code},
        {"status", status_word(house->status, visit.thai)},
        {"has_speakers", !speakers.empty()},
        {"speakers", speakers_of(speakers, visit.thai)},
        {"has_consents", !consents.empty()},
        {"consents", consents_of(consents, visit.thai)},
        {"has_revisions", !revisions.empty()},
        {"revisions", revisions_of(revisions, visit.thai)}};
    add_baseline(values, provenance.baseline(id), visit.thai);
    return show(visit, "household.html", std::move(values));
}

}  // namespace

std::vector<PageRoute> household_pages() {
    return {{.path = "/households", .page = households},
            {.path = "/households/*", .page = household}};
}

}  // namespace console
