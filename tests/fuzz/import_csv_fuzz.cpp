// Import files as officers' programs might mangle them: nothing crashes, and what is taken is well
// formed.
#include "console/import_households.h"
#include "console/import_villages.h"
#include "storage/statement.h"

#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    std::istringstream villages_in(bytes);
    const auto villages = console::check_villages(villages_in);
    for (const auto& row : villages.rows) {
        require(row.village_code.size() == 8 && row.moo >= 1 && row.moo <= 99);
        require(storage::is_valid_utf8(row.village_th) && !row.village_th.empty());
    }
    std::istringstream households_in(bytes);
    const auto households =
        console::check_households(households_in, [](std::string_view) { return true; });
    for (const auto& row : households.rows) {
        require(!row.household.house_no.empty() && row.household.house_no.size() <= 24);
        require(storage::is_valid_utf8(row.household.head.given_name));
        require(row.base_income.value_or(0) >= 0);
    }
    for (const auto& fault : households.faults.kept()) {
        require(!fault.english.empty() && !fault.thai.empty());
    }
    return 0;
}
