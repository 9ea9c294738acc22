#include "storage/submissions.h"

#include <nlohmann/json.hpp>

namespace storage {

namespace {

using conversation::AttachmentId;
using conversation::ContactId;
using conversation::HouseholdId;
using nlohmann::json;

constexpr Sql kAdd{"submissions.add", R"sql(
INSERT INTO submission (id, form_id, form_version, entity, household, period, contact, message,
    instance, corrects, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11))sql"};

constexpr Sql kAddAttachment{"submissions.add_attachment", R"sql(
INSERT INTO submission_attachment (submission, attachment) VALUES (?1, ?2)
ON CONFLICT DO NOTHING)sql"};

constexpr Sql kLastOfHousehold{"submissions.last_of_household", R"sql(
SELECT instance FROM submission WHERE household = ?1 AND form_id = ?2
ORDER BY id DESC LIMIT 1)sql"};

constexpr Sql kLastOfContact{"submissions.last_of_contact", R"sql(
SELECT instance FROM submission WHERE contact = ?1 AND form_id = ?2 AND household IS NULL
ORDER BY id DESC LIMIT 1)sql"};

constexpr Sql kCount{"submissions.count", "SELECT count(*) FROM submission WHERE form_id = ?1"};

// Instance::submission_json: {"answers": {"/data/group/name": {"value": …}}}.
std::map<std::string, std::string> values_of(std::string_view instance) {
    std::map<std::string, std::string> values;
    const json parsed = json::parse(instance, nullptr, false);
    if (!parsed.is_object()) {
        return values;
    }
    const auto answers = parsed.find("answers");
    if (answers == parsed.end() || !answers->is_object()) {
        return values;
    }
    for (const auto& [path, answer] : answers->items()) {
        if (!answer.is_object()) {
            continue;
        }
        const auto value = answer.find("value");
        if (value != answer.end() && value->is_string()) {
            values[path.substr(path.rfind('/') + 1)] = value->get<std::string>();
        }
    }
    return values;
}

}  // namespace

SubmissionId Submissions::add(const conversation::FormSubmitted& submitted,
                              ContactId contact,
                              InboxId message,
                              Instant now) {
    const auto id = connection_.new_id<SubmissionId>(now);
    connection_.run(kAdd,
                    id,
                    submitted.form_id,
                    submitted.form_version,
                    submitted.entity,
                    submitted.household,
                    submitted.period,
                    contact,
                    message,
                    submitted.instance_json,
                    submitted.corrects,
                    now);
    for (const AttachmentId attachment : submitted.attachments) {
        connection_.run(kAddAttachment, id, attachment);
    }
    return id;
}

std::map<std::string, std::string> Submissions::last_saved(std::string_view form_id,
                                                           HouseholdId household,
                                                           ContactId contact) {
    auto row = household ? connection_.query(kLastOfHousehold, household, form_id)
                         : connection_.query(kLastOfContact, contact, form_id);
    return row.step() ? values_of(row.view(0)) : std::map<std::string, std::string>();
}

std::int64_t Submissions::count(std::string_view form_id) {
    auto row = connection_.query(kCount, form_id);
    return row.step() ? row.integer(0) : 0;
}

}  // namespace storage
