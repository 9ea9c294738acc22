#include "conversation/form/instance_state.h"

#include "conversation/expression/dates.h"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <stdexcept>

namespace conversation {

namespace {

const xmlChar* xml(const std::string& text) {
    return reinterpret_cast<const xmlChar*>(text.c_str());
}

// A text node holds its content as it is; an element's would be read as markup.
void set_text(xmlNode& element, const std::string& text) {
    if (element.children != nullptr) {
        xmlNodeSetContent(element.children, xml(text));
    } else if (!text.empty()) {
        xmlAddChild(&element, xmlNewDocText(element.doc, xml(text)));
    }
}

bool is_numeric(QuestionType type) {
    return type == QuestionType::Integer || type == QuestionType::Decimal;
}

}  // namespace

Instance::State::State(std::shared_ptr<const Form> form, InstanceContext context)
    : form_(std::move(form)),
      context_(std::move(context)),
      slots_(form_->questions.size()),
      own_relevance_(form_->questions.size(), true),
      relevance_(form_->questions.size(), true),
      nodes_(form_->questions.size(), nullptr),
      changed_(form_->questions.size(), true) {
    build_document();
    xpath_ = std::make_unique<XPathContext>(*document_, *this);
    fill_known_values();
}

void Instance::State::build_document() {
    document_.reset(xmlNewDoc(nullptr));
    static const std::string kRoot = "data";
    root_ = document_ ? xmlNewDocNode(document_.get(), nullptr, xml(kRoot), nullptr) : nullptr;
    if (root_ == nullptr) {
        throw std::bad_alloc();
    }
    xmlDocSetRootElement(document_.get(), root_);
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        const Question& question = form_->questions[i];
        if (question.type == QuestionType::EndGroup) {
            continue;
        }
        xmlNode* const node = xmlNewDocNode(document_.get(), nullptr, xml(question.name), nullptr);
        if (node == nullptr) {
            throw std::bad_alloc();
        }
        xmlAddChild(question.group ? nodes_[*question.group] : root_, node);
        if (is_numeric(question.type)) {
            mark_numeric(*node);
        }
        nodes_[i] = node;
    }
}

// What no one has to be asked for.
void Instance::State::fill_known_values() {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const Question& question = form_->questions[i];
        std::string& value = slots_[i].value;
        switch (question.type) {
            case QuestionType::Today:
                value = to_text(bangkok_day(context_.started_at));
                break;
            case QuestionType::Start:
                value = date_time_text(context_.started_at);
                break;
            case QuestionType::End:
                value = date_time_text(context_.now);
                break;
            case QuestionType::Username:
                value = context_.username;
                break;
            case QuestionType::PhoneNumber:
                value = context_.phone_number;
                break;
            case QuestionType::Hidden:
                if (const auto given = context_.given.find(question.name);
                    given != context_.given.end()) {
                    value = given->second;
                }
                break;
            default:
                break;
        }
        if (value.empty() && question.default_value && !question.calculation &&
            (question.is_computed() || question.read_only)) {
            value = xpath_->text(*question.default_value.compiled, nodes_[i]).value_or("");
        }
        if (!value.empty()) {
            show(i);
        }
    }
}

Instance::State::Trial::Trial(State& state, std::size_t index, std::string_view value)
    : state_(state), index_(index) {
    state_.refresh();
    set_text(*state_.nodes_[index_], std::string{value});
}

Instance::State::Trial::~Trial() {
    state_.show(index_);
}

std::size_t Instance::State::index_of(std::string_view name) const {
    const auto found = form_->index.find(name);
    if (found == form_->index.end()) {
        throw std::out_of_range(fmt::format("form {} has no question {}", form_->id, name));
    }
    return found->second;
}

void Instance::State::set(std::size_t index, Slot slot) {
    if (slots_[index] != slot) {
        slots_[index] = std::move(slot);
        show(index);
        changed_[index] = true;
        stale_ = true;
    }
}

void Instance::State::set_all(std::vector<Slot> slots) {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const Question& question = form_->questions[i];
        if (question.is_note()) {
            slots_[i].skipped = slots[i].skipped;
        } else if (!question.is_computed() || slots[i].is_answered()) {
            set(i, std::move(slots[i]));
        }
    }
}

bool Instance::State::is_done(std::size_t index) const {
    const Slot& found = slot(index);
    return form_->questions[index].is_note() ? found.skipped : found.is_answered();
}

bool Instance::State::relevant(std::size_t index) const {
    refresh();
    return relevance_[index];
}

std::string Instance::State::value(std::size_t index) const {
    refresh();
    return relevance_[index] && !slots_[index].unknown ? slots_[index].value : std::string{};
}

bool Instance::State::holds(const Expression& expression,
                            const Question& question,
                            bool when_it_fails) const {
    refresh();
    return xpath_->boolean(*expression.compiled, nodes_[index_of(question.name)])
        .value_or(when_it_fails);
}

std::variant<bool, std::string> Instance::State::check(const Question& question) const {
    return xpath_->check(*question.chat_check.compiled, nodes_[index_of(question.name)]);
}

std::string Instance::State::compute(const Expression& expression, const Question& question) const {
    refresh();
    return xpath_->text(*expression.compiled, nodes_[index_of(question.name)])
        .value_or(std::string{});
}

// The document shows an answer only where it is relevant and known.
void Instance::State::show(std::size_t index) {
    xmlNode* const node = nodes_[index];
    if (node != nullptr && form_->questions[index].has_value()) {
        const bool visible = relevance_[index] && !slots_[index].unknown;
        set_text(*node, visible ? slots_[index].value : std::string{});
    }
}

void Instance::State::refresh() const {
    if (!stale_) {
        return;
    }
    stale_ = false;
    std::vector<bool> changed = changed_;
    // Computed state is a cache of what the answers say.
    auto& self = const_cast<State&>(*this);
    for (const ComputeStep& step : form_->steps) {
        const bool due = changed_[step.question] ||
                         std::ranges::any_of(step.inputs, [&](auto i) { return changed[i]; });
        if (due) {
            self.run_step(step, changed);
        }
    }
    changed_.assign(changed_.size(), false);
}

void Instance::State::run_step(const ComputeStep& step, std::vector<bool>& changed) {
    const Question& question = form_->questions[step.question];
    xmlNode* const here = nodes_[step.question];
    if (step.kind == ComputeStep::Kind::Calculation) {
        std::string value =
            xpath_->text(*question.calculation.compiled, here).value_or(std::string{});
        if (slots_[step.question].value != value) {
            slots_[step.question].value = std::move(value);
            changed[step.question] = true;
            show(step.question);
        }
        return;
    }
    const bool relevant = xpath_->boolean(*question.relevant.compiled, here).value_or(false);
    if (own_relevance_[step.question] == relevant) {
        return;
    }
    own_relevance_[step.question] = relevant;
    // A group is followed by all that is in it, up to its end.
    for (std::size_t i = step.question; i < relevance_.size(); ++i) {
        const auto& group = form_->questions[i].group;
        const bool now_relevant = own_relevance_[i] && (!group || relevance_[*group]);
        if (relevance_[i] != now_relevant) {
            relevance_[i] = now_relevant;
            changed[i] = true;
            show(i);
        }
        if (question.type != QuestionType::BeginGroup ||
            (form_->questions[i].type == QuestionType::EndGroup && group == step.question)) {
            break;
        }
    }
}

std::string Instance::State::last_saved(std::string_view name) const {
    const auto found = context_.last_saved.find(std::string{name});
    return found == context_.last_saved.end() ? std::string{} : found->second;
}

xmlNode* Instance::State::node(std::size_t question) const {
    return question == kRootIndex ? root_ : nodes_.at(question);
}

}  // namespace conversation
