#pragma once
#include "embedded/migrations.h"
#include "storage/migrations.h"
#include "tests/support/temp_database.h"

#include <algorithm>
#include <vector>

// A database as an older program left it.
namespace support {

// A new file with the schema of that number.
inline storage::Connection with_schema(const TempFolder& folder, std::size_t number) {
    const auto files = embedded::migrations();
    std::vector<embedded::File> old(files.begin(), files.end());
    std::ranges::sort(old, {}, &embedded::File::name);
    old.resize(number);
    auto connection = storage::Connection::open_writer(folder.path() / "office.db");
    storage::migrate(connection, old, kNow);
    return connection;
}

}  // namespace support
