#pragma once
#include "console/export_rows.h"

#include <cstddef>
#include <functional>
#include <string>

// Reading an export page by page: a page goes on behind the place where the last one ended, so that
// many pages cost as much as one reading of the whole.
namespace console {

struct PageWish {
    std::size_t limit = 0;  // rows of the page
    std::size_t skip = 0;   // rows that are wanted but passed over first
    // Whether a row is wanted at all; empty: every one.
    std::function<bool(const ExportRows&)> wanted{};
    // A page ends after so many rows were looked at, wanted or not: no request takes for ever.
    std::size_t most_looked = 250'000;
};

struct PageEnd {
    std::size_t taken = 0;
    std::size_t skipped = 0;
    bool more = false;    // there are rows behind the page
    std::string place{};  // of the last row looked at; empty when none was
};

// Hands the page's rows over one by one.
[[nodiscard]] PageEnd read_page(ExportRows& rows,
                                const PageWish& wish,
                                const std::function<void(const ExportRows&)>& take);

// How many rows are wanted, to the end.
[[nodiscard]] std::size_t count_rows(ExportRows& rows,
                                     const std::function<bool(const ExportRows&)>& wanted);

}  // namespace console
