#include "conversation/form/instance_state.h"

#include <new>

namespace conversation {

namespace {

xmlNode* add_child(xmlNode* parent, xmlDoc* document, const std::string& name) {
    xmlNode* const node =
        xmlNewDocNode(document, nullptr, reinterpret_cast<const xmlChar*>(name.c_str()), nullptr);
    if (node == nullptr) {
        throw std::bad_alloc();
    }
    if (parent == nullptr) {
        xmlDocSetRootElement(document, node);
    } else {
        xmlAddChild(parent, node);
    }
    return node;
}

void add_column(xmlNode* item, const std::string& name, const std::string& text) {
    xmlNode* const node = add_child(item, item->doc, name);
    if (!text.empty()) {
        xmlAddChild(node, xmlNewDocText(item->doc, reinterpret_cast<const xmlChar*>(text.c_str())));
    }
}

}  // namespace

std::string_view list_of_file(std::string_view file) {
    return file.substr(0, file.rfind('.'));
}

std::vector<Choice> choices_of_rows(const std::vector<std::map<std::string, std::string>>& rows) {
    constexpr std::string_view kLabel = "label::";
    std::vector<Choice> result;
    result.reserve(rows.size());
    for (const auto& row : rows) {
        Choice choice;
        for (const auto& [column, text] : row) {
            if (column == "name") {
                choice.name = text;
            } else if (column == "label") {
                choice.label[""] = text;
            } else if (column.starts_with(kLabel)) {
                choice.label[column.substr(kLabel.size())] = text;
            } else if (is_name(column)) {
                choice.columns[column] = text;
            }
        }
        result.push_back(std::move(choice));
    }
    return result;
}

// <root><item><name/><label/>…</item>…</root>, as ODK builds secondary instances.
ListData make_list(std::vector<Choice> choices, std::string_view language) {
    ListData list;
    list.document.reset(xmlNewDoc(nullptr));
    if (!list.document) {
        throw std::bad_alloc();
    }
    xmlNode* const root = add_child(nullptr, list.document.get(), "root");
    list.items.reserve(choices.size());
    for (const Choice& choice : choices) {
        xmlNode* const item = add_child(root, list.document.get(), "item");
        add_column(item, "name", choice.name);
        add_column(item, "label", std::string{pick(choice.label, language, {})});
        for (const auto& [column, text] : choice.columns) {
            add_column(item, column, text);
        }
        list.items.push_back(item);
    }
    list.choices = std::move(choices);
    return list;
}

const ListData& Instance::State::list(std::string_view name) const {
    const auto found = lists_.find(name);
    if (found != lists_.end()) {
        return found->second;
    }
    const auto own = form_->lists.find(name);
    std::vector<Choice> choices;
    if (own != form_->lists.end()) {
        choices = own->second;
    } else if (context_.rows) {
        choices = choices_of_rows(context_.rows(name));
    }
    return lists_.emplace(std::string{name}, make_list(std::move(choices), language()))
        .first->second;
}

xmlDoc* Instance::State::list_document(std::string_view name) const {
    return list(name).document.get();
}

std::vector<Choice> Instance::State::open_choices(const Question& question) const {
    const bool from_file = question.type == QuestionType::SelectOneFromFile;
    const std::string_view name = from_file ? list_of_file(question.list_file) : question.list_name;
    if (!question.choice_filter) {
        const auto own = form_->lists.find(name);
        return own != form_->lists.end() ? own->second : list(name).choices;
    }
    refresh();
    const ListData& all = list(name);
    std::vector<Choice> result;
    for (std::size_t i = 0; i < all.choices.size(); ++i) {
        if (xpath_->boolean(*question.choice_filter.compiled, all.items[i]).value_or(false)) {
            result.push_back(all.choices[i]);
        }
    }
    return result;
}

std::string Instance::State::choice_label(std::size_t index, std::string_view choice) const {
    const Question& question = form_->questions.at(index);
    const LocalText* label = nullptr;
    if (question.type == QuestionType::SelectOneFromFile) {
        for (const Choice& row : list(list_of_file(question.list_file)).choices) {
            if (row.name == choice) {
                label = &row.label;
            }
        }
    } else if (const Choice* const found = form_->find_choice(question.list_name, choice)) {
        label = &found->label;
    }
    return label == nullptr ? std::string{}
                            : std::string{pick(*label, language(), form_->default_language)};
}

}  // namespace conversation
