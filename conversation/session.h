#pragma once
#include "conversation/calendar.h"
#include "conversation/ids.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Where a contact is in a conversation. It is written to JSON and read back between every two
// answers, so that it survives a restart at any question; a running session keeps its form's
// version.
namespace conversation {

// Progress in a form (XLSForm).
struct FormProgress {
    std::string form_key;  // Form::key: id, version and digest
    HouseholdId household;
    std::optional<Period> period;
    std::string answers_json;  // Instance::to_json
    std::string question;      // name of the question that is open; empty while reading back
    std::string stage;         // ask same more check asked_back informant read_back choose_field
                               // conflict resume
    std::vector<std::string> order;  // questions answered so far, for going back
    std::string pending;    // what is asked back: the value in doubt, or the values to choose from
    int misses = 0;         // answers in a row that were not understood
    bool corrects = false;  // changes a report that is already there
};

struct Session {
    std::string dialogue;  // linking, consent, menu, form, my_data, correction, stop, …
    std::string step;      // within the dialogue
    std::map<std::string, std::string> notes;  // what the dialogue remembers
    std::string then;  // what was asked for first and goes on afterwards: "report"
    std::optional<FormProgress> form;
    Instant started_at{};
    Instant last_at{};
};

// A JSON object with a format number. from_json gives nothing for a text no version of this program
// wrote.
[[nodiscard]] std::string to_json(const Session& session);
[[nodiscard]] std::optional<Session> session_from_json(std::string_view json);

}  // namespace conversation
