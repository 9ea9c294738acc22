#pragma once
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace bench {

// Counts of durations in microseconds, in buckets that are at most 1.6 % wide (64 a power of two):
// a percentile read back is never more than that above the true one. Constant memory, no
// allocation.
class Histogram {
  public:
    void add(std::int64_t microseconds) {
        const std::uint64_t value = microseconds < 0 ? 0 : static_cast<std::uint64_t>(microseconds);
        counts_[bucket_of(value)]++;
        count_++;
        sum_ += value;
        max_ = std::max(max_, value);
    }

    [[nodiscard]] std::uint64_t count() const { return count_; }

    [[nodiscard]] std::uint64_t max() const { return max_; }

    [[nodiscard]] double mean() const {
        return count_ == 0 ? 0 : static_cast<double>(sum_) / static_cast<double>(count_);
    }

    // The duration that `share` (0..1) of all values do not exceed, 0 when nothing was added.
    [[nodiscard]] std::uint64_t percentile(double share) const {
        const auto wanted =
            static_cast<std::uint64_t>(share * static_cast<double>(count_) + 0.999999);
        std::uint64_t seen = 0;
        for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
            seen += counts_[bucket];
            if (seen >= wanted && seen > 0) {
                return std::min(upper_end(bucket), max_);
            }
        }
        return max_;
    }

  private:
    static constexpr unsigned kBits = 6;  // 64 buckets a power of two
    static constexpr std::size_t kWidth = std::size_t{1} << kBits;
    static constexpr std::size_t kBuckets = (64 - kBits + 1) * kWidth;

    // Values below 64 have a bucket each; above, the leading 1 and the six bits after it choose.
    static std::size_t bucket_of(std::uint64_t value) {
        if (value < kWidth) {
            return value;
        }
        const auto shift = static_cast<unsigned>(std::bit_width(value)) - kBits - 1;
        return (shift + 1) * kWidth + ((value >> shift) & (kWidth - 1));
    }

    static std::uint64_t upper_end(std::size_t bucket) {
        if (bucket < kWidth) {
            return bucket;
        }
        const auto shift = static_cast<unsigned>(bucket / kWidth) - 1;
        const std::uint64_t lower = (kWidth + bucket % kWidth) << shift;
        return lower + (std::uint64_t{1} << shift) - 1;
    }

    std::array<std::uint64_t, kBuckets> counts_{};
    std::uint64_t count_ = 0;
    std::uint64_t sum_ = 0;
    std::uint64_t max_ = 0;
};

}  // namespace bench
