#include "storage/ids.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace storage {

namespace {

constexpr unsigned kCountBits = 8;
constexpr unsigned kNodeBits = 14;
constexpr std::int64_t kCounts = std::int64_t{1} << kCountBits;
constexpr std::int64_t kTicks = std::int64_t{1} << 41U;
constexpr Instant kEpoch = std::chrono::sys_days(std::chrono::year(2020) / 1 / 1);

using UuidBytes = std::array<unsigned char, 16>;

// The system is asked for many at a time.
UuidBytes random_bytes() {
    thread_local std::array<UuidBytes, 64> kept;
    thread_local std::size_t left = 0;
    if (left == 0) {
        randombytes_buf(kept.data(), sizeof kept);
        left = kept.size();
    }
    return kept[--left];
}

std::int64_t tick_of_id(std::int64_t id) {
    return id >> (kNodeBits + kCountBits);
}

}  // namespace

IdSource::IdSource(unsigned node, std::int64_t last)
    // The millisecond after the last id: within its own, the other counts may be taken.
    : node_(node % kOfficeNodes), tick_(last > 0 ? tick_of_id(last) + 1 : 0) {}

std::int64_t IdSource::next(Instant now) {
    const std::int64_t tick = std::clamp<std::int64_t>((now - kEpoch).count(), 1, kTicks - 1);
    if (tick > tick_) {
        tick_ = tick;
        count_ = 0;
    } else if (count_ == kCounts) {
        ++tick_;
        count_ = 0;
    }
    const std::int64_t id = (tick_ << (kNodeBits + kCountBits)) | (node_ << kCountBits) | count_;
    ++count_;
    return id;
}

Instant instant_of_id(std::int64_t id) {
    return kEpoch + std::chrono::milliseconds(tick_of_id(id));
}

std::int64_t first_id_at(Instant instant) {
    const std::int64_t tick = std::clamp<std::int64_t>((instant - kEpoch).count(), 0, kTicks - 1);
    return tick << (kNodeBits + kCountBits);
}

unsigned node_of_id(std::int64_t id) {
    return static_cast<unsigned>((id >> kCountBits) % kOfficeNodes);
}

unsigned draw_node() {
    return randombytes_uniform(kOfficeNodes);
}

std::string new_uuid() {
    auto bytes = random_bytes();
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0fU) | 0x40U);
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3fU) | 0x80U);
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            text += '-';
        }
        text += kDigits[bytes[i] >> 4U];
        text += kDigits[bytes[i] & 0x0fU];
    }
    return text;
}

}  // namespace storage
