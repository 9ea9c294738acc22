#pragma once
#include "conversation/calendar.h"
#include "conversation/form/form.h"
#include "conversation/register.h"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace conversation {

// What expressions may see besides the answers.
struct InstanceContext {
    Instant now{};
    Instant started_at{};
    std::string username;      // the contact's id
    std::string phone_number;  // E.164 when the channel is SMS, else empty
    std::string language = "th";
    std::string uuid;                               // of this submission, stable for the session
    std::map<std::string, std::string> last_saved;  // ${last-saved#name}
    // Values the dialogue hands in, read with a `hidden` question of the same name: period,
    // period_label, house_no, median_income, last_income_total …
    std::map<std::string, std::string> given;
    // Rows of an external list, for instance('households') and select_one_from_file.
    std::function<std::vector<std::map<std::string, std::string>>(std::string_view list)> rows;
};

// The answers to a form so far, as an instance document on which the form's expressions run. Values
// are as XForms stores them: integers "8500", dates "2025-11-30", times "13:30", choices by name
// (several separated by a blank), geopoint "lat lon 0 0". Not thread-safe; one turn uses one
// instance.
class Instance {
  public:
    Instance(std::shared_ptr<const Form> form, InstanceContext context);
    ~Instance();
    Instance(Instance&&) noexcept;
    Instance& operator=(Instance&&) noexcept;
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    // Stores an answer and re-computes what depends on it (calculations, relevance). `raw` is what
    // was typed. Throws std::out_of_range for a name the form does not have.
    void answer(std::string_view name, std::string_view value, std::string_view raw = {});
    void answer_unknown(std::string_view name, UnknownReason reason, std::string_view raw = {});
    void clear(std::string_view name);

    // Empty when not answered, unknown, or not relevant.
    [[nodiscard]] std::string value(std::string_view name) const;
    [[nodiscard]] std::string raw(std::string_view name) const;
    [[nodiscard]] std::optional<UnknownReason> unknown(std::string_view name) const;
    [[nodiscard]] bool answered(std::string_view name) const;  // a value, unknown, or skipped
    void skip(std::string_view name);  // left empty on purpose (not required)

    [[nodiscard]] bool relevant(const Question& question) const;  // groups around it included
    [[nodiscard]] bool required(const Question& question) const;
    // Would `value` be allowed / be suspicious as the answer? `.` is the value; the instance is
    // unchanged.
    [[nodiscard]] bool constraint_holds(const Question& question, std::string_view value) const;
    // The name of the flag that chat_check raises for `value`; empty: it does not fire. The name is
    // the check's own text when it gives one, else the question's chat_check_flag, else "CHECK".
    [[nodiscard]] std::string check_fires(const Question& question, std::string_view value) const;
    // The default of an unanswered question, "" for none (a proposal shown as a quick reply).
    [[nodiscard]] std::string default_for(const Question& question) const;
    // The choices open now, after choice_filter, in sheet order; of an external list when it names
    // a file.
    [[nodiscard]] std::vector<Choice> choices(const Question& question) const;

    // A label, hint or message with ${name} put in, in the context's language or the form's:
    // choices by label, dates as people read them, numbers as stored (with separators where the
    // question's appearance says thousands-sep).
    [[nodiscard]] std::string text(const LocalText& text) const;
    // An answer as a person reads it: choice labels, thousands separators, Buddhist dates,
    // "ไม่ทราบ".
    [[nodiscard]] std::string display(const Question& question) const;

    // The first question (is_asked or is_note) behind `after` (nullptr: from the top) that is
    // relevant and not answered; nullptr at the end. A note counts as answered once skip() was
    // called for it.
    [[nodiscard]] const Question* next_unanswered(const Question* after = nullptr) const;

    [[nodiscard]] const Form& form() const;
    [[nodiscard]] const InstanceContext& context() const;

    // Every answer by path with raw text, unknown reasons and the form's key. Irrelevant answers
    // are kept in the session but left out of a submission.
    [[nodiscard]] std::string to_json() const;
    [[nodiscard]] std::string submission_json() const;
    // Throws std::invalid_argument when the text is not to_json's of this form.
    void restore(std::string_view json);

    class State;  // conversation/form/instance_state.h

  private:
    std::unique_ptr<State> state_;
};

}  // namespace conversation
