#pragma once
#include <chrono>
#include <cstdint>
#include <string>

namespace console {

// A bar on stderr for long work; silent when stderr is no terminal. One thread.
class ProgressBar {
  public:
    explicit ProgressBar(std::string what);
    ~ProgressBar();  // takes the bar away
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ProgressBar(ProgressBar&&) = delete;
    ProgressBar& operator=(ProgressBar&&) = delete;

    // Draws at most ten times a second.
    void show(std::int64_t done, std::int64_t all);

  private:
    std::string what_;
    bool terminal_ = false;
    bool drawn_ = false;
    std::chrono::steady_clock::time_point next_;
};

// "[#######.............]  35 %  3,500 of 10,000"
[[nodiscard]] std::string bar_text(std::int64_t done, std::int64_t all);

}  // namespace console
