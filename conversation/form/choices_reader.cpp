#include "conversation/form/sheet_readers.h"

#include <fmt/format.h>

#include <algorithm>

namespace conversation {

namespace {

void add_choice(
    const SheetTable& choices, int row, bool duplicates_allowed, Form& form, Problems& problems) {
    const std::string_view list = choices.cell(row, "list_name");
    const std::string_view name = choices.cell(row, "name");
    if (list.empty()) {
        problems.error(choices.place(row, "list_name"), "the choice has no list_name");
        return;
    }
    if (name.empty()) {
        problems.error(choices.place(row, "name"), "the choice has no name");
        return;
    }
    if (name.find_first_of(" \t\r\n") != name.npos) {
        problems.error(choices.place(row, "name"),
                       fmt::format("\"{}\" has a blank in it; write _ instead", name));
        return;
    }
    auto& all = form.lists[std::string{list}];
    if (!duplicates_allowed && std::ranges::find(all, name, &Choice::name) != all.end()) {
        problems.error(choices.place(row, "name"),
                       fmt::format("the list {} already has a choice {}", list, name));
        return;
    }
    Choice choice{std::string{name},
                  choices.local(row, "label"),
                  choices.local(row, "sms_label"),
                  choices.others(row, {"list_name", "name", "label", "sms_label"})};
    if (choice.label.empty()) {
        problems.warn(choices.place(row, "label"),
                      fmt::format("the choice {} has no label; people will see its name", name));
        choice.label[""] = choice.name;
    }
    all.push_back(std::move(choice));
}

}  // namespace

void read_choices(const SheetTable& choices,
                  bool duplicates_allowed,
                  Form& form,
                  Problems& problems) {
    if (choices.row_count() == 0) {
        return;
    }
    for (const std::string_view column : {"list_name", "name"}) {
        if (!choices.has(column)) {
            problems.error({"choices", 1, column}, "the column is missing");
            return;
        }
    }
    for (int row = 2; row <= choices.row_count(); ++row) {
        if (!choices.is_blank(row)) {
            add_choice(choices, row, duplicates_allowed, form, problems);
        }
    }
}

}  // namespace conversation
