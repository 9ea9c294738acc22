#include "storage/report_taking.h"

#include "conversation/report_meeting.h"
#include "storage/audit_log.h"
#include "storage/report_conflicts.h"
#include "storage/tellings.h"

#include <fmt/format.h>

#include <stdexcept>

namespace storage {

namespace {

using conversation::HouseholdId;
using conversation::Meeting;
using conversation::ReportView;

void audit(Connection& connection,
           std::string_view by,
           std::string_view action,
           HouseholdId household,
           std::string detail,
           Instant now) {
    AuditLog(connection)
        .write({.actor = std::string(by),
                .action = std::string(action),
                .subject = fmt::format("household:{}", household.value),
                .detail = std::move(detail),
                .at = now});
}

// A further report of a month about which two differ already: it takes the place of what the same
// person said before, else of the later one, and may settle the matter.
void join_conflict(Connection& connection,
                   const ReportConflicts::Conflict& open,
                   const conversation::FormSubmitted& event,
                   const Reports::Added& added,
                   Meeting meeting,
                   Instant now,
                   std::string_view by,
                   conversation::ContactId reporter) {
    Reports reports(connection);
    ReportConflicts conflicts(connection);
    const auto first = reports.of_revision(open.first);
    const auto second = reports.of_revision(open.second);
    const bool is_first = first && first->reporter == reporter;
    const bool is_second = second && second->reporter == reporter;
    const auto& other = is_first ? second : first;
    const bool agrees = (is_first || is_second) && other && same_figures(*other, event);
    if (is_first || is_second) {
        reports.set_status(is_first ? open.first : open.second, "VOID", now);
    }
    reports.set_status(added.id, "NEEDS_CHECK", now);
    conflicts.replace(open.id, is_first ? open.first : open.second, added.id, now);
    if (agrees || meeting == Meeting::Settles) {
        conflicts.settle(open.id, added.id, now, by);
    }
}

}  // namespace

ReportTaking::Taken ReportTaking::take(const conversation::FormSubmitted& event,
                                       Reports::Source source,
                                       Instant now,
                                       std::string_view by) {
    if (!event.household || !event.period) {
        throw std::logic_error("a report needs a household and a month");
    }
    Reports reports(connection_);
    const auto there = reports.find(event.household, *event.period);
    Taken taken;
    taken.added =
        reports.revise(event.household, *event.period, event.fields, event.flags, source, now);
    audit(connection_,
          by,
          "report.revised",
          event.household,
          fmt::format("report={} revision={}{}",
                      taken.added.report.value,
                      taken.added.revision,
                      event.on_behalf ? " on_behalf" : ""),
          now);
    taken.opened = meet(event, taken.added, there, source, now, by);
    if (event.on_behalf) {
        Tellings(connection_)
            .add(event.household, taken.added.id, conversation::bangkok_day(now), now);
    }
    return taken;
}

ConflictId ReportTaking::meet(const conversation::FormSubmitted& event,
                              const Reports::Added& added,
                              const std::optional<ReportView>& there,
                              const Reports::Source& source,
                              Instant now,
                              std::string_view by) {
    ReportConflicts conflicts(connection_);
    Reports reports(connection_);
    const auto meeting = meeting_of(there, event, source.reporter);
    if (const auto open = conflicts.open_of(added.report)) {
        join_conflict(connection_, *open, event, added, meeting, now, by, source.reporter);
        return {};
    }
    if (meeting != Meeting::Conflicts && meeting != Meeting::Settles) {
        return {};
    }
    const auto before = reports.revision_id(added.report, there->revision);
    const auto id = conflicts.open(added.report, before, added.id, now, by);
    reports.set_status(before, "NEEDS_CHECK", now);
    reports.set_status(added.id, "NEEDS_CHECK", now);
    audit(connection_,
          by,
          "report.conflict_opened",
          event.household,
          fmt::format(
              "period={} revisions={},{}", to_text(*event.period), there->revision, added.revision),
          now);
    if (meeting == Meeting::Settles) {
        conflicts.settle(id, added.id, now, by);
        return {};
    }
    return id;
}

void ReportTaking::take_back(HouseholdId household,
                             Period period,
                             conversation::ContactId reporter,
                             Instant now,
                             std::string_view by) {
    Reports reports(connection_);
    ReportConflicts conflicts(connection_);
    const auto open = conflicts.open_of(household, period);
    reports.take_back(household, period, reporter, now);
    audit(connection_, by, "report.taken_back", household, to_text(period), now);
    if (!open) {
        return;
    }
    const auto first = reports.of_revision(open->first);
    const auto second = reports.of_revision(open->second);
    const bool hers_is_first = first && first->reporter == reporter;
    const bool hers_is_second = second && second->reporter == reporter;
    if (hers_is_first != hers_is_second) {
        conflicts.settle(open->id, hers_is_first ? open->second : open->first, now, by);
    }
}

bool ReportTaking::settle(
    HouseholdId household, Period period, int revision, Instant now, std::string_view by) {
    ReportConflicts conflicts(connection_);
    const auto open = conflicts.open_of(household, period);
    if (!open) {
        return false;
    }
    Reports reports(connection_);
    for (const auto id : {open->first, open->second}) {
        const auto view = reports.of_revision(id);
        if (view && view->revision == revision) {
            return conflicts.settle(open->id, id, now, by);
        }
    }
    return false;
}

}  // namespace storage
