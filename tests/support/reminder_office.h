#pragma once
#include "bot/reminder_pass.h"
#include "conversation/holidays.h"
#include "storage/activities.h"
#include "storage/organisations.h"
#include "storage/people.h"
#include "storage/plans.h"
#include "storage/roles.h"
#include "tests/support/temp_database.h"

#include <string>
#include <vector>

// An organisation with a plan, its chair and a member, both on LINE: what reminder tests need.
namespace support {

struct ReminderOffice {
    static constexpr int kYear = 2569;

    explicit ReminderOffice(storage::Connection& its_connection) : connection(its_connection) {
        storage::Organisations organisations(connection);
        team = organisations
                   .put({.kind = "WOM",
                         .name_th = "กพสอ.ชุมแสง",
                         .level = "DISTRICT",
                         .constituted_as = "COMMITTEE"},
                        kNow,
                        "test")
                   .id;
        chair = person("ประธาน", "line:Uchair");
        member = person("สมศรี", "line:Umember");
        const auto from = conversation::parse_day("2025-01-01");
        storage::Roles roles(connection);
        (void)roles.put(
            {.person = chair, .role = "CHAIR", .organisation = team, .from = from}, kNow, "test");
        (void)roles.put(
            {.person = member, .role = "MEMBER", .organisation = team, .from = from}, kNow, "test");
        plan = storage::Plans(connection).open(team, kYear, kNow, "test").id;
    }

    storage::PersonId person(const std::string& name, const std::string& address) {
        const auto id = storage::People(connection)
                            .put({.given_name = name, .family_name = "ทดสอบ"}, kNow, "test")
                            .id;
        const auto contact = storage::Contacts(connection).find_or_create("line", address, kNow).id;
        connection.run_script("test",
                              "UPDATE contact SET person = " + std::to_string(id.value) +
                                  " WHERE id = " + std::to_string(contact.value));
        return id;
    }

    storage::ActivityId activity(const std::string& code,
                                 const std::string& start,
                                 const std::string& end,
                                 const std::string& recurrence = "") {
        return storage::Activities(connection)
            .put({.plan = plan,
                  .code = code,
                  .title = "อบรม " + code,
                  .kind = "TRAIN",
                  .responsible = member,
                  .start = conversation::parse_day(start),
                  .end = conversation::parse_day(end),
                  .recurrence = recurrence,
                  .place = "ศาลาหมู่ 4"},
                 kNow,
                 "test")
            .id;
    }

    storage::Connection& connection;
    storage::OrganisationId team;
    storage::PersonId chair;
    storage::PersonId member;
    storage::PlanId plan;
};

// Everything that is to be done at an instant.
inline void remind_all(storage::Connection& connection,
                       const bot::PassTerms& terms,
                       conversation::Instant now) {
    while (bot::plan_piece(connection, terms.planning, now)) {
    }
    while (bot::remind(connection, terms, now).handled > 0) {
    }
}

}  // namespace support
