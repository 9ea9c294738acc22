#include "console/moment_reader.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>

namespace console {

namespace {

using conversation::Instant;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kDay = 10;

// Reads a moment from the left; everything that does not fit makes it fail for good.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    // Two digits of at most `most`.
    int pair(int most) {
        if (text_.size() < 2 || !is_digit(text_[0]) || !is_digit(text_[1])) {
            failed_ = true;
            return 0;
        }
        const int value = (text_[0] - '0') * 10 + (text_[1] - '0');
        text_.remove_prefix(2);
        failed_ = failed_ || value > most;
        return value;
    }

    bool take(char c) {
        if (!text_.starts_with(c)) {
            return false;
        }
        text_.remove_prefix(1);
        return true;
    }

    void need(char c) { failed_ = !take(c) || failed_; }

    // The digits behind the point as milliseconds.
    int fraction() {
        static constexpr std::array<int, 3> kWorth = {100, 10, 1};
        int value = 0;
        std::size_t read = 0;
        for (; !text_.empty() && is_digit(text_.front()); ++read) {
            value += read < kWorth.size() ? (text_.front() - '0') * kWorth.at(read) : 0;
            text_.remove_prefix(1);
        }
        constexpr std::size_t kMostDigits = 12;
        failed_ = failed_ || read == 0 || read > kMostDigits;
        return value;
    }

    // How far the clock is ahead of UTC.
    minutes offset() {
        if (take('Z') || take('z')) {
            return minutes(0);
        }
        const bool behind = take('-');
        if (!behind && !take('+')) {
            need(' ');
        }
        constexpr int kMostHours = 14;
        constexpr int kMostMinutes = 59;
        const hours ahead(pair(kMostHours));
        need(':');
        const minutes value = ahead + minutes(pair(kMostMinutes));
        return behind ? -value : value;
    }

    [[nodiscard]] bool is_done() const { return !failed_ && text_.empty(); }

  private:
    static bool is_digit(char c) { return c >= '0' && c <= '9'; }

    std::string_view text_;
    bool failed_ = false;
};

}  // namespace

std::optional<Instant> read_moment(std::string_view text) {
    const auto day = conversation::parse_day(text.substr(0, std::min(kDay, text.size())));
    if (!day) {
        return std::nullopt;
    }
    if (text.size() == kDay) {
        return conversation::bangkok_instant(*day, minutes(0));
    }
    Scanner scanner(text.substr(kDay));
    if (!scanner.take('T') && !scanner.take('t')) {
        return std::nullopt;
    }
    constexpr int kMostHour = 23;
    constexpr int kMostSixtieth = 59;
    milliseconds time = hours(scanner.pair(kMostHour));
    scanner.need(':');
    time += minutes(scanner.pair(kMostSixtieth));
    if (scanner.take(':')) {
        time += seconds(scanner.pair(kMostSixtieth));
        if (scanner.take('.')) {
            time += milliseconds(scanner.fraction());
        }
    }
    time -= scanner.offset();
    if (!scanner.is_done()) {
        return std::nullopt;
    }
    return Instant(std::chrono::sys_days(*day)) + time;
}

}  // namespace console
