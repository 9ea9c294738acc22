#include "conversation/form/instance_state.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <stdexcept>

// The JSON of running sessions and of submissions; docs/FORMS.md shows both.
namespace conversation {

namespace {

using nlohmann::json;

constexpr int kFormat = 1;

std::string_view to_word(UnknownReason reason) {
    switch (reason) {
        case UnknownReason::NotAsked:
            return "NOT_ASKED";
        case UnknownReason::DontKnow:
            return "DONT_KNOW";
        case UnknownReason::Refused:
            return "REFUSED";
    }
    return "NOT_ASKED";
}

std::optional<UnknownReason> parse_reason(std::string_view word) {
    for (const auto reason :
         {UnknownReason::NotAsked, UnknownReason::DontKnow, UnknownReason::Refused}) {
        if (to_word(reason) == word) {
            return reason;
        }
    }
    return std::nullopt;
}

json slot_json(const Slot& slot) {
    json result = json::object();
    if (!slot.value.empty()) {
        result["value"] = slot.value;
    }
    if (!slot.raw.empty()) {
        result["raw"] = slot.raw;
    }
    if (slot.unknown) {
        result["unknown"] = to_word(*slot.unknown);
    }
    if (slot.skipped) {
        result["skipped"] = true;
    }
    return result;
}

// A session has to remember answers; what is computed is computed again, but for once(), and what
// was handed in is handed in again.
bool is_remembered(const Instance::State& state, const Question& question, const Slot& slot) {
    if (question.type == QuestionType::Hidden && !question.calculation) {
        const auto& given = state.context().given;
        const auto found = given.find(question.name);
        return found == given.end() || found->second != slot.value;
    }
    return !question.is_computed() ||
           (question.calculation && question.calculation.compiled->keeps_value());
}

std::string dumped(const json& document) {
    return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

[[noreturn]] void refuse(std::string_view reason) {
    throw std::invalid_argument(fmt::format("not the answers of this form: {}", reason));
}

std::string text_member(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) {
        return {};
    }
    if (!found->is_string()) {
        refuse(fmt::format("{} is not a text", key));
    }
    return found->get<std::string>();
}

Slot parse_slot(const json& object) {
    if (!object.is_object()) {
        refuse("an answer is not an object");
    }
    Slot slot{text_member(object, "value"), text_member(object, "raw"), {}, false};
    for (const auto& [key, value] : object.items()) {
        if (key == "unknown") {
            slot.unknown = parse_reason(value.is_string() ? value.get<std::string>() : "");
            if (!slot.unknown) {
                refuse("an unknown reason that does not exist");
            }
        } else if (key == "skipped") {
            slot.skipped = value == true;
        } else if (key != "value" && key != "raw") {
            refuse("an answer with a member that does not belong there");
        }
    }
    if (slot.unknown && !slot.value.empty()) {
        refuse("an answer that is known and unknown");
    }
    return slot;
}

}  // namespace

std::string session_json(const Instance::State& state) {
    json answers = json::object();
    const auto& questions = state.form().questions;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const Slot& slot = state.slot(i);
        if (questions[i].is_note()) {
            if (slot.skipped) {
                answers[questions[i].path] = {{"skipped", true}};
            }
        } else if (slot.is_answered() && is_remembered(state, questions[i], slot)) {
            answers[questions[i].path] = slot_json(slot);
        }
    }
    return dumped({{"format", kFormat}, {"form", state.form().key}, {"answers", answers}});
}

std::string whole_json(const Instance::State& state) {
    json answers = json::object();
    const auto& questions = state.form().questions;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const Slot& slot = state.slot(i);
        const bool given = !slot.value.empty() || slot.unknown;
        if (given && questions[i].has_value() && state.relevant(i)) {
            answers[questions[i].path] = slot_json(slot);
        }
    }
    const Form& form = state.form();
    const InstanceContext& context = state.context();
    return dumped({{"format", kFormat},
                   {"form", form.key},
                   {"form_id", form.id},
                   {"version", form.version},
                   {"instance", context.uuid},
                   {"language", context.language},
                   {"started_at", to_text(context.started_at)},
                   {"ended_at", to_text(context.now)},
                   {"answers", answers}});
}

void restore_from(Instance::State& state, std::string_view text) {
    const json document = json::parse(text, nullptr, false);
    if (!document.is_object() || document.value("format", json{}) != kFormat) {
        refuse("the text is not of this format");
    }
    const auto answers = document.find("answers");
    if (document.value("form", json{}) != state.form().key || answers == document.end() ||
        !answers->is_object() || document.size() != 3) {
        refuse("another form, or another edition of it");
    }
    const auto& questions = state.form().questions;
    std::vector<Slot> slots(questions.size());
    for (const auto& [path, answer] : answers->items()) {
        const Question* const question = state.form().find(path.substr(path.rfind('/') + 1));
        if (question == nullptr || question->path != path) {
            refuse("a question that the form does not have");
        }
        slots[static_cast<std::size_t>(question - questions.data())] = parse_slot(answer);
    }
    state.set_all(std::move(slots));
}

}  // namespace conversation
