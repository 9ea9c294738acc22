#include "conversation/session.h"

#include "conversation/text/json_reader.h"
#include "conversation/text/json_text.h"

#include <charconv>
#include <utility>

namespace conversation {

namespace {

// Raised when a reader of the previous format could not read what is written now.
constexpr int kFormat = 1;

// What is empty is left out: sessions are many and mostly small.
void put_form(JsonText& json, const FormProgress& form) {
    json.key("form").open('{').some("answers", form.answers_json);
    if (form.corrects) {
        json.key("corrects").flag(true);
    }
    if (form.household) {
        json.key("household").text(std::to_string(form.household.value));
    }
    json.key("key").text(form.form_key);
    if (form.misses != 0) {
        json.key("misses").number(form.misses);
    }
    if (!form.order.empty()) {
        json.key("order").open('[');
        for (const auto& question : form.order) {
            json.text(question);
        }
        json.close(']');
    }
    json.some("pending", form.pending);
    json.some("period", form.period ? to_text(*form.period) : std::string{});
    json.some("question", form.question).key("stage").text(form.stage).close('}');
}

std::int64_t household_number(JsonReader& json) {
    const std::string digits = json.text();
    std::int64_t number = 0;
    const auto* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, number);
    if (error != std::errc{} || stop != end) {
        json.fail();
    }
    return number;
}

std::vector<std::string> read_list(JsonReader& json) {
    std::vector<std::string> list;
    json.array([&] { list.push_back(json.text()); });
    return list;
}

FormProgress read_form(JsonReader& json) {
    FormProgress form;
    json.object([&](std::string_view key) {
        if (key == "key") {
            form.form_key = json.text();
        } else if (key == "household") {
            form.household.value = household_number(json);
        } else if (key == "period") {
            form.period = parse_period(json.text());
        } else if (key == "answers") {
            form.answers_json = json.text();
        } else if (key == "question") {
            form.question = json.text();
        } else if (key == "stage") {
            form.stage = json.text();
        } else if (key == "order") {
            form.order = read_list(json);
        } else if (key == "pending") {
            form.pending = json.text();
        } else if (key == "misses") {
            form.misses = static_cast<int>(json.number());
        } else if (key == "corrects") {
            form.corrects = json.flag();
        } else {
            json.skip();
        }
    });
    if (form.form_key.empty() || form.stage.empty()) {
        json.fail();
    }
    return form;
}

}  // namespace

std::string to_json(const Session& session) {
    JsonText json;
    json.open('{').key("dialogue").text(session.dialogue);
    if (session.form) {
        put_form(json, *session.form);
    }
    json.key("format").number(kFormat).key("last_at").text(to_text(session.last_at));
    if (!session.notes.empty()) {
        json.key("notes").open('{');
        for (const auto& [name, value] : session.notes) {
            json.any_key(name).text(value);
        }
        json.close('}');
    }
    json.key("started_at").text(to_text(session.started_at)).some("step", session.step);
    json.some("then", session.then).close('}');
    return std::move(json).str();
}

std::optional<Session> session_from_json(std::string_view text) {
    JsonReader json(text);
    Session session;
    std::int64_t format = 0;
    std::optional<Instant> started;
    std::optional<Instant> last;
    json.object([&](std::string_view key) {
        if (key == "format") {
            format = json.number();
        } else if (key == "dialogue") {
            session.dialogue = json.text();
        } else if (key == "step") {
            session.step = json.text();
        } else if (key == "notes") {
            json.object([&](std::string_view name) {
                session.notes.insert_or_assign(std::string(name), json.text());
            });
        } else if (key == "then") {
            session.then = json.text();
        } else if (key == "form") {
            session.form = read_form(json);
        } else if (key == "started_at") {
            started = parse_instant(json.text());
        } else if (key == "last_at") {
            last = parse_instant(json.text());
        } else {
            json.skip();
        }
    });
    if (!json.complete() || format != kFormat || session.dialogue.empty() || !started || !last) {
        return std::nullopt;
    }
    session.started_at = *started;
    session.last_at = *last;
    return session;
}

}  // namespace conversation
