#include "console/api_rows.h"

namespace console {

PageEnd read_page(ExportRows& rows,
                  const PageWish& wish,
                  const std::function<void(const ExportRows&)>& take) {
    PageEnd end;
    for (std::size_t looked = 0;; ++looked) {
        // Whether there is more is asked for only when the page is full.
        if (end.taken == wish.limit || looked == wish.most_looked) {
            end.place = looked == 0 ? std::string() : rows.place();
            end.more = rows.next();
            return end;
        }
        if (!rows.next()) {
            return end;
        }
        if (wish.wanted && !wish.wanted(rows)) {
            continue;
        }
        if (end.skipped < wish.skip) {
            ++end.skipped;
            continue;
        }
        take(rows);
        ++end.taken;
    }
}

std::size_t count_rows(ExportRows& rows, const std::function<bool(const ExportRows&)>& wanted) {
    std::size_t count = 0;
    while (rows.next()) {
        if (!wanted || wanted(rows)) {
            ++count;
        }
    }
    return count;
}

}  // namespace console
