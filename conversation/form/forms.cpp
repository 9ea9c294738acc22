#include "conversation/form/forms.h"

namespace conversation {

namespace {

using FormMap = std::map<std::string, std::shared_ptr<const Form>, std::less<>>;

std::shared_ptr<const Form> look_up(const FormMap& forms, std::string_view key) {
    const auto found = forms.find(key);
    return found == forms.end() ? nullptr : found->second;
}

}  // namespace

std::shared_ptr<const Form> Forms::find(std::string_view id) const {
    return look_up(current_, id);
}

std::shared_ptr<const Form> Forms::find_key(std::string_view key) const {
    return look_up(by_key_, key);
}

std::vector<std::shared_ptr<const Form>> Forms::all() const {
    std::vector<std::shared_ptr<const Form>> result;
    result.reserve(current_.size());
    for (const auto& [id, form] : current_) {
        result.push_back(form);
    }
    return result;
}

void Forms::add(std::shared_ptr<const Form> form) {
    current_.insert_or_assign(form->id, form);
    add_older(std::move(form));
}

void Forms::add_older(std::shared_ptr<const Form> form) {
    by_key_.insert_or_assign(form->key, std::move(form));
}

}  // namespace conversation
