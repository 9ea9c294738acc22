#include "conversation/form/instance.h"

#include "conversation/expression/dates.h"
#include "conversation/form/instance_state.h"

#include <fmt/format.h>

#include <stdexcept>

namespace conversation {

Instance::Instance(std::shared_ptr<const Form> form, InstanceContext context)
    : state_(std::make_unique<State>(std::move(form), std::move(context))) {}

Instance::~Instance() = default;
Instance::Instance(Instance&&) noexcept = default;
Instance& Instance::operator=(Instance&&) noexcept = default;

void Instance::answer(std::string_view name, std::string_view value, std::string_view raw) {
    state_->set(state_->index_of(name), {std::string{value}, std::string{raw}, {}, false});
}

void Instance::answer_unknown(std::string_view name, UnknownReason reason, std::string_view raw) {
    state_->set(state_->index_of(name), {{}, std::string{raw}, reason, false});
}

void Instance::clear(std::string_view name) {
    state_->set(state_->index_of(name), {});
}

void Instance::skip(std::string_view name) {
    const std::size_t index = state_->index_of(name);
    if (state_->form().questions[index].is_note()) {
        state_->mark_shown(index);
    } else {
        state_->set(index, {{}, {}, {}, true});
    }
}

std::string Instance::value(std::string_view name) const {
    return state_->value(state_->index_of(name));
}

std::string Instance::raw(std::string_view name) const {
    return state_->slot(state_->index_of(name)).raw;
}

std::optional<UnknownReason> Instance::unknown(std::string_view name) const {
    return state_->slot(state_->index_of(name)).unknown;
}

bool Instance::answered(std::string_view name) const {
    return state_->is_done(state_->index_of(name));
}

bool Instance::relevant(const Question& question) const {
    return state_->relevant(state_->index_of(question.name));
}

bool Instance::required(const Question& question) const {
    return question.required && state_->holds(question.required, question, false);
}

bool Instance::constraint_holds(const Question& question, std::string_view value) const {
    if (!question.constraint) {
        return true;
    }
    const State::Trial trial{*state_, state_->index_of(question.name), value};
    return state_->holds(question.constraint, question, true);
}

std::string Instance::check_fires(const Question& question, std::string_view value) const {
    if (!question.chat_check) {
        return {};
    }
    const State::Trial trial{*state_, state_->index_of(question.name), value};
    const auto result = state_->check(question);
    if (const auto* const flag = std::get_if<std::string>(&result)) {
        return *flag;
    }
    if (!std::get<bool>(result)) {
        return {};
    }
    return question.chat_check_flag.empty() ? "CHECK" : question.chat_check_flag;
}

std::string Instance::default_for(const Question& question) const {
    if (question.default_value) {
        return state_->compute(question.default_value, question);
    }
    return question.calculation ? state_->compute(question.calculation, question) : std::string{};
}

std::vector<Choice> Instance::choices(const Question& question) const {
    return state_->open_choices(question);
}

std::string Instance::text(const LocalText& text) const {
    return state_->fill(pick(text, state_->language(), state_->form().default_language));
}

std::string Instance::display(const Question& question) const {
    return state_->display(state_->index_of(question.name));
}

const Question* Instance::next_unanswered(const Question* after) const {
    const auto& questions = state_->form().questions;
    std::size_t i = after == nullptr ? 0 : state_->index_of(after->name) + 1;
    for (; i < questions.size(); ++i) {
        const Question& question = questions[i];
        if (((question.is_asked() && !question.only_said()) || question.is_note()) &&
            !state_->is_done(i) && state_->relevant(i)) {
            return &question;
        }
    }
    return nullptr;
}

const Form& Instance::form() const {
    return state_->form();
}

const InstanceContext& Instance::context() const {
    return state_->context();
}

std::string Instance::to_json() const {
    return session_json(*state_);
}

std::string Instance::submission_json() const {
    return whole_json(*state_);
}

void Instance::restore(std::string_view json) {
    restore_from(*state_, json);
}

}  // namespace conversation
