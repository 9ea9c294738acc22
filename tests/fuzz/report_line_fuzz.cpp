// Any bytes as a one-line report: no throw, no reading past the end, and only what the reader
// promises: every value belongs to a key that was given, none is empty where no fault is told.
#include "conversation/answer/report_line.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

const std::vector<conversation::LineKey>& keys() {
    static const std::vector<conversation::LineKey> all = {{"รายได้", 0},
                                                           {"รด", 0},
                                                           {"in", 0},
                                                           {"เงินออม", 1},
                                                           {"ออม", 1},
                                                           {"om", 1},
                                                           {"อช", 2},
                                                           {"oc", 2}};
    return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace conversation;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    for (const auto words : {PlacedWords::Figures, PlacedWords::Anything}) {
        const ReportLine line = read_report_line(text, keys(), words);
        require(line.kind == ReportLine::Kind::None || !line.values.empty());
        require(line.fault == ReportLine::Fault::None || line.kind == ReportLine::Kind::Named);
        for (const auto& value : line.values) {
            require(line.kind == ReportLine::Kind::Placed || value.field <= 2);
            require(line.fault != ReportLine::Fault::None || !value.said.empty());
            require(value.said.starts_with(without_note(value.said)));
        }
    }
    for (const auto line : lines_of(text)) {
        require(!line.empty() && line.find('\n') == std::string_view::npos);
    }
    return 0;
}
