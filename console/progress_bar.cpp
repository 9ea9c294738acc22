#include "console/progress_bar.h"

#include "conversation/thai/money.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace console {

std::string bar_text(std::int64_t done, std::int64_t all) {
    constexpr std::int64_t kWidth = 30;
    const std::int64_t most = std::max<std::int64_t>(all, 1);
    const std::int64_t part = std::clamp<std::int64_t>(done, 0, most);
    const auto filled = static_cast<std::size_t>(part * kWidth / most);
    return fmt::format("[{}{}] {:3} %  {} of {}",
                       std::string(filled, '#'),
                       std::string(static_cast<std::size_t>(kWidth) - filled, '.'),
                       part * 100 / most,
                       conversation::with_commas(done),
                       conversation::with_commas(all));
}

ProgressBar::ProgressBar(std::string what)
    : what_(std::move(what)), terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() {
    if (drawn_) {
        (void)std::fputs("\r\x1b[K", stderr);
    }
}

void ProgressBar::show(std::int64_t done, std::int64_t all) {
    constexpr std::chrono::milliseconds kPause{100};
    const auto now = std::chrono::steady_clock::now();
    if (!terminal_ || (drawn_ && now < next_)) {
        return;
    }
    next_ = now + kPause;
    drawn_ = true;
    (void)std::fputs(("\r" + what_ + " " + bar_text(done, all) + "\x1b[K").c_str(), stderr);
}

}  // namespace console
