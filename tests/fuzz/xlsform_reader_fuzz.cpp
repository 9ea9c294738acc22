#include "conversation/form/form_check.h"
#include "conversation/form/instance.h"
#include "conversation/form/xlsform_reader.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>
#include <vector>

// Sheets as CSV, divided by lines of "====": survey, choices, settings, entities. A form that can
// be read must be the same when read from its JSON, be answerable to its end, and reload.

namespace {

using namespace conversation;

constexpr std::string_view kDivider = "====\n";
constexpr int kMaxTurns = 200;

std::vector<Sheet> sheets_of(std::string_view input) {
    std::vector<Sheet> sheets;
    for (const std::string_view name : {"survey", "choices", "settings", "entities"}) {
        const std::size_t end = std::min(input.find(kDivider), input.size());
        auto sheet = sheet_from_csv(name, input.substr(0, end));
        if (auto* const read = std::get_if<Sheet>(&sheet)) {
            sheets.push_back(std::move(*read));
        }
        input.remove_prefix(std::min(end + kDivider.size(), input.size()));
    }
    return sheets;
}

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

void answer_to_the_end(const std::shared_ptr<const Form>& form) {
    Instance instance{form, {}};
    for (int turn = 0; turn < kMaxTurns; ++turn) {
        const Question* const question = instance.next_unanswered();
        if (question == nullptr) {
            break;
        }
        (void)instance.text(question->label);
        (void)instance.choices(*question);
        (void)instance.required(*question);
        (void)instance.default_for(*question);
        const bool allowed = instance.constraint_holds(*question, "1");
        (void)instance.check_fires(*question, "1");
        if (allowed && question->is_asked()) {
            instance.answer(question->name, "1", "one");
        } else {
            instance.skip(question->name);
        }
        (void)instance.display(*question);
        const std::string json = instance.to_json();
        Instance fresh{form, {}};
        fresh.restore(json);
        require(fresh.to_json() == json);
        instance = std::move(fresh);
    }
    (void)instance.submission_json();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto sheets = sheets_of({reinterpret_cast<const char*>(data), size});
    const FormReading reading = read_xlsform(sheets);
    if (!reading.form) {
        require(!reading.problems.empty());
        return 0;
    }
    const FormReading again = read_xlsform_json(reading.form->sheets_json);
    require(again.form != nullptr && again.form->key == reading.form->key);
    (void)check_form(*reading.form);
    (void)outline(*reading.form, "th");
    answer_to_the_end(reading.form);
    return 0;
}
