// Import files as officers' programs might mangle them: nothing crashes, and what is taken is well
// formed.
#include "console/import_households.h"
#include "console/import_villages.h"
#include "storage/statement.h"
#include "tests/support/csv_text.h"

#include <cstdint>
#include <cstdlib>
#include <memory>
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
    const console::ImportTable::Open open = [&bytes] {
        return std::make_unique<support::CsvText>(bytes);
    };
    console::VillageReader villages;
    console::ImportTable village_table(open, console::VillageReader::columns());
    while (village_table.next()) {
        if (const auto row = villages.read(village_table)) {
            require(row->village_code.size() == 8 && row->moo >= 1 && row->moo <= 99);
            require(storage::is_valid_utf8(row->village_th) && !row->village_th.empty());
        }
    }
    console::HouseholdReader households([](std::string_view) { return true; });
    console::ImportTable house_table(open, console::HouseholdReader::columns());
    while (house_table.next()) {
        if (const auto row = households.read(house_table)) {
            require(!row->household.house_no.empty() && row->household.house_no.size() <= 24);
            require(storage::is_valid_utf8(row->household.head.given_name));
            require(row->base_income.value_or(0) >= 0);
        }
    }
    for (const auto& fault : house_table.faults().kept()) {
        require(!fault.english.empty() && !fault.thai.empty());
    }
    return 0;
}
