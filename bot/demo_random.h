#pragma once
#include <cstdint>

// Chance for the synthetic district: the same numbers on every machine and with every library, so
// everything is whole numbers (std::*_distribution and libm differ between libraries).
namespace bot {

// Fixed point with 16 bits behind the point: 65536 is 1.0.
using Q16 = std::int64_t;

inline constexpr Q16 kOne = 65'536;

[[nodiscard]] constexpr Q16 q16(std::int64_t thousandths) {
    return thousandths * kOne / 1000;
}

// e to the power of x; exact to about 1 in 30,000 for |x| up to 8.
[[nodiscard]] Q16 exp_q16(Q16 x);

// A stream of chance (SplitMix64). Streams with another seed or number do not resemble each other.
class DemoRandom {
  public:
    DemoRandom(std::uint64_t seed, std::uint64_t stream);

    [[nodiscard]] std::uint32_t next();
    // 0 … n-1, for 0 < n.
    [[nodiscard]] int below(int n);
    // low … high, both included.
    [[nodiscard]] int between(int low, int high);
    // True in that many of a thousand cases.
    [[nodiscard]] bool chance(int per_mille);
    // Normal, mean 0, deviation 1 (twelve uniform numbers added: nothing beyond 6).
    [[nodiscard]] Q16 normal();
    // e^N(-s²/2, s): log-normal of mean 1.
    [[nodiscard]] Q16 lognormal_of_mean_one(Q16 sigma);
    // e^N(0, s): log-normal of median 1.
    [[nodiscard]] Q16 lognormal_of_median_one(Q16 sigma);

  private:
    std::uint64_t state_;
};

}  // namespace bot
