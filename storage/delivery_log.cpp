#include "storage/delivery_log.h"

#include <algorithm>
#include <cctype>

namespace storage {

namespace {

constexpr Sql kLog{"delivery_log.log", R"sql(
INSERT INTO delivery (id, outbox, attempt, way, result, http_status, answer, took_ms, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9))sql"};

constexpr Sql kOf{"delivery_log.of", R"sql(
SELECT attempt, way, result, http_status, answer, took_ms, created_at FROM delivery
WHERE outbox = ?1 ORDER BY id)sql"};

// A LINE id is a letter and 32 hex digits; a phone number has 8 digits or more.
constexpr std::size_t kLongestName = 32;
constexpr std::size_t kShortestPhone = 8;

bool is_word(char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return std::isalnum(value) != 0 && value < 0x80;
}

// A run of letters and digits that could name a person.
bool names_somebody(std::string_view word) {
    std::size_t digits = 0;
    for (const char byte : word) {
        digits += (byte >= '0' && byte <= '9') ? 1U : 0U;
    }
    return word.size() >= kLongestName || digits >= kShortestPhone;
}

}  // namespace

void DeliveryLog::log(const Attempt& attempt) {
    connection_.run(kLog,
                    connection_.new_id<RowId>(attempt.at),
                    attempt.outbox,
                    attempt.attempt,
                    attempt.way,
                    attempt.result,
                    attempt.http_status,
                    mask_answer(attempt.answer),
                    attempt.took.count(),
                    attempt.at);
}

std::vector<DeliveryLog::Attempt> DeliveryLog::of(OutboxId outbox) {
    std::vector<Attempt> attempts;
    auto rows = connection_.query(kOf, outbox);
    while (rows.step()) {
        attempts.push_back({outbox,
                            static_cast<int>(rows.integer(0)),
                            rows.text(1),
                            rows.text(2),
                            static_cast<int>(rows.integer(3)),
                            rows.text(4),
                            std::chrono::milliseconds(rows.integer(5)),
                            rows.instant(6)});
    }
    return attempts;
}

std::string mask_answer(std::string_view answer, std::size_t limit) {
    std::string masked;
    std::size_t i = 0;
    while (i < answer.size() && masked.size() < limit) {
        std::size_t end = i;
        while (end < answer.size() && is_word(answer[end])) {
            ++end;
        }
        if (end > i) {
            const auto word = answer.substr(i, end - i);
            masked += names_somebody(word) ? std::string_view("***") : word;
            i = end;
        } else {
            const auto byte = static_cast<unsigned char>(answer[i]);
            // Providers answer in ASCII; anything else could be a text of a person's.
            masked += byte < 0x20 || byte >= 0x7f ? '.' : answer[i];
            ++i;
        }
    }
    masked.resize(std::min(masked.size(), limit));
    return masked;
}

}  // namespace storage
