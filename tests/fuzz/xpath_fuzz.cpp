#include "conversation/form/instance.h"
#include "conversation/form/xlsform_reader.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

// The input is an expression: as calculation, constraint and choice_filter of a small form.

namespace {

using namespace conversation;

std::vector<Sheet> form_with(const std::string& expression) {
    const std::vector<std::string> header = {
        "type", "name", "label", "calculation", "constraint", "choice_filter"};
    return {{"survey",
             {header,
              {"text", "t", "T", "", "", ""},
              {"integer", "i", "I", "", "", ""},
              {"date", "d", "D", "", "", ""},
              {"select_multiple list", "m", "M", "", "", ""},
              {"begin group", "g", "G", "", "", ""},
              {"calculate", "result", "", expression, "", ""},
              {"text", "checked", "C", "", expression, ""},
              {"select_one list", "filtered", "F", "", "", expression},
              {"end group", "", "", "", "", ""}}},
            {"choices",
             {{"list_name", "name", "label", "zone"},
              {"list", "a", "A", "1"},
              {"list", "b", "B", "2"}}},
            {"settings", {{"form_id"}, {"f"}}}};
}

// Each column alone: what is an error in one may be right in another.
void run(std::vector<Sheet> sheets, std::size_t row, std::size_t column) {
    auto& rows = sheets.front().rows;
    for (std::size_t r = 1; r < rows.size(); ++r) {
        for (std::size_t c = 3; c < rows[r].size(); ++c) {
            if (r != row || c != column) {
                rows[r][c].clear();
            }
        }
    }
    rows[6][3] = rows[6][3].empty() ? "1" : rows[6][3];
    const FormReading reading = read_xlsform(sheets);
    if (!reading.form) {
        return;
    }
    InstanceContext context;
    context.last_saved["t"] = "before";
    Instance instance{reading.form, context};
    for (const std::string_view text : {"", "7", "2025-11-30", "กข"}) {
        instance.answer("t", text);
        instance.answer("i", text);
        instance.answer("d", text);
        instance.answer("m", "a b");
        (void)instance.value("result");
        (void)instance.constraint_holds(*reading.form->find("checked"), text);
        (void)instance.choices(*reading.form->find("filtered"));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string expression{reinterpret_cast<const char*>(data), size};
    const auto sheets = form_with(expression);
    run(sheets, 6, 3);
    run(sheets, 7, 4);
    run(sheets, 8, 5);
    return 0;
}
