#pragma once
#include "conversation/expression/xpath.h"
#include "conversation/form/instance.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What is behind an Instance: the answers, the document the expressions run on, and what was
// computed. Answers are the truth; the document shows those that are relevant and known.
namespace conversation {

struct FreeDocument {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

using Document = std::unique_ptr<xmlDoc, FreeDocument>;

// What one question holds.
struct Slot {
    std::string value;
    std::string raw;
    std::optional<UnknownReason> unknown;
    bool skipped = false;

    [[nodiscard]] bool is_answered() const { return !value.empty() || unknown || skipped; }

    bool operator==(const Slot&) const = default;
};

// Choices with the document that choice filters and instance('…') look at.
struct ListData {
    std::vector<Choice> choices;
    Document document;
    std::vector<xmlNode*> items;  // one a choice
};

class Instance::State : public ExpressionHost {
  public:
    State(std::shared_ptr<const Form> form, InstanceContext context);

    // While it lives, `.` of a question is a value that is being tried.
    class Trial {
      public:
        Trial(State& state, std::size_t index, std::string_view value);
        ~Trial();
        Trial(const Trial&) = delete;
        Trial& operator=(const Trial&) = delete;

      private:
        State& state_;
        std::size_t index_;
    };

    [[nodiscard]] const Form& form() const { return *form_; }

    [[nodiscard]] const InstanceContext& context() const { return context_; }

    // Throws std::out_of_range for a name the form does not have.
    [[nodiscard]] std::size_t index_of(std::string_view name) const;

    [[nodiscard]] const Slot& slot(std::size_t index) const {
        refresh();
        return slots_[index];
    }

    // Needs no asking (or showing) any more. A note with a computed value is done once shown.
    [[nodiscard]] bool is_done(std::size_t index) const;

    void set(std::size_t index, Slot slot);

    void mark_shown(std::size_t index) { slots_[index].skipped = true; }

    // All at once: what is not named is empty.
    void set_all(std::vector<Slot> slots);

    [[nodiscard]] bool relevant(std::size_t index) const;
    [[nodiscard]] std::string value(std::size_t index) const;
    [[nodiscard]] bool holds(const Expression& expression,
                             const Question& question,
                             bool when_it_fails) const;
    [[nodiscard]] std::variant<bool, std::string> check(const Question& question) const;
    [[nodiscard]] std::string compute(const Expression& expression, const Question& question) const;
    [[nodiscard]] std::vector<Choice> open_choices(const Question& question) const;
    [[nodiscard]] std::string fill(std::string_view text) const;
    [[nodiscard]] std::string display(std::size_t index) const;

    // ExpressionHost
    [[nodiscard]] Instant now() const override { return context_.now; }

    [[nodiscard]] std::string_view language() const override { return context_.language; }

    [[nodiscard]] std::string_view uuid() const override { return context_.uuid; }

    [[nodiscard]] std::string last_saved(std::string_view name) const override;
    [[nodiscard]] std::string choice_label(std::size_t index,
                                           std::string_view choice) const override;
    [[nodiscard]] xmlNode* node(std::size_t question) const override;
    [[nodiscard]] xmlDoc* list_document(std::string_view name) const override;

  private:
    void build_document();
    void fill_known_values();
    // Brings computed values and relevance up to date. Const for callers: what they see depends on
    // the answers only.
    void refresh() const;
    void run_step(const ComputeStep& step, std::vector<bool>& changed);
    void show(std::size_t index);
    [[nodiscard]] const ListData& list(std::string_view name) const;
    [[nodiscard]] std::string placeholder(std::string_view name) const;

    std::shared_ptr<const Form> form_;
    InstanceContext context_;
    std::vector<Slot> slots_;
    std::vector<bool> own_relevance_;
    std::vector<bool> relevance_;  // with the groups around
    Document document_;
    xmlNode* root_ = nullptr;
    std::vector<xmlNode*> nodes_;
    mutable std::vector<bool> changed_;
    mutable bool stale_ = true;
    mutable std::map<std::string, ListData, std::less<>> lists_;
    std::unique_ptr<XPathContext> xpath_;
};

// instance_json.cpp
[[nodiscard]] std::string session_json(const Instance::State& state);
[[nodiscard]] std::string whole_json(const Instance::State& state);
void restore_from(Instance::State& state, std::string_view text);

// answer_text.cpp: an answer as a person reads it; "" for none.
[[nodiscard]] std::string readable_number(std::string_view number);
[[nodiscard]] std::string readable_value(const Question& question,
                                         std::string_view value,
                                         std::string_view language);

// instance_lists.cpp
[[nodiscard]] ListData make_list(std::vector<Choice> choices, std::string_view language);
[[nodiscard]] std::vector<Choice> choices_of_rows(
    const std::vector<std::map<std::string, std::string>>& rows);

// "villages.csv" → "villages"
[[nodiscard]] std::string_view list_of_file(std::string_view file);

}  // namespace conversation
