#include "conversation/form/instance_state.h"
#include "conversation/text/json_reader.h"
#include "conversation/text/json_text.h"

#include <fmt/format.h>

#include <stdexcept>

// The JSON of running sessions and of submissions; docs/FORMS.md shows both.
namespace conversation {

namespace {

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

void put_slot(JsonText& out, const Question& question, const Slot& slot) {
    out.any_key(question.path).open('{').some("raw", slot.raw);
    if (slot.skipped) {
        out.key("skipped").flag(true);
    }
    if (slot.unknown) {
        out.key("unknown").text(to_word(*slot.unknown));
    }
    out.some("value", slot.value).close('}');
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

[[noreturn]] void refuse(std::string_view reason) {
    throw std::invalid_argument(fmt::format("not the answers of this form: {}", reason));
}

Slot read_slot(JsonReader& in) {
    Slot slot;
    in.object([&](std::string_view key) {
        if (key == "value") {
            slot.value = in.text();
        } else if (key == "raw") {
            slot.raw = in.text();
        } else if (key == "unknown") {
            slot.unknown = parse_reason(in.text());
            if (!slot.unknown) {
                refuse("an unknown reason that does not exist");
            }
        } else if (key == "skipped") {
            slot.skipped = in.flag();
        } else {
            refuse("an answer with a member that does not belong there");
        }
    });
    if (slot.unknown && !slot.value.empty()) {
        refuse("an answer that is known and unknown");
    }
    return slot;
}

}  // namespace

std::string session_json(const Instance::State& state) {
    JsonText out;
    out.open('{').key("answers").open('{');
    const auto& questions = state.form().questions;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const Slot& slot = state.slot(i);
        if (questions[i].is_note()) {
            if (slot.skipped) {
                out.any_key(questions[i].path).open('{').key("skipped").flag(true).close('}');
            }
        } else if (slot.is_answered() && is_remembered(state, questions[i], slot)) {
            put_slot(out, questions[i], slot);
        }
    }
    out.close('}').key("form").text(state.form().key).key("format").number(kFormat).close('}');
    return std::move(out).str();
}

std::string whole_json(const Instance::State& state) {
    JsonText out;
    out.open('{').key("answers").open('{');
    const auto& questions = state.form().questions;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const Slot& slot = state.slot(i);
        const bool given = !slot.value.empty() || slot.unknown;
        if (given && questions[i].has_value() && state.relevant(i)) {
            put_slot(out, questions[i], slot);
        }
    }
    const Form& form = state.form();
    const InstanceContext& context = state.context();
    out.close('}').key("ended_at").text(to_text(context.now)).key("form").text(form.key);
    out.key("form_id").text(form.id).key("format").number(kFormat);
    out.key("instance").text(context.uuid).key("language").text(context.language);
    out.key("started_at").text(to_text(context.started_at));
    out.key("version").text(form.version).close('}');
    return std::move(out).str();
}

void restore_from(Instance::State& state, std::string_view text) {
    const auto& questions = state.form().questions;
    std::vector<Slot> slots(questions.size());
    std::int64_t format = 0;
    std::string form;
    JsonReader in(text);
    in.object([&](std::string_view key) {
        if (key == "format") {
            format = in.number();
        } else if (key == "form") {
            form = in.text();
        } else if (key == "answers") {
            in.object([&](std::string_view path) {
                const Question* const question =
                    state.form().find(path.substr(path.rfind('/') + 1));
                if (question == nullptr || question->path != path) {
                    refuse("a question that the form does not have");
                }
                slots[static_cast<std::size_t>(question - questions.data())] = read_slot(in);
            });
        } else {
            refuse("a member that does not belong there");
        }
    });
    if (!in.complete() || format != kFormat) {
        refuse("the text is not of this format");
    }
    if (form != state.form().key) {
        refuse("another form, or another edition of it");
    }
    state.set_all(std::move(slots));
}

}  // namespace conversation
