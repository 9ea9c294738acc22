#include "bot/demo_random.h"

#include <array>

namespace bot {

namespace {

constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15;

std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EB;
    return z ^ (z >> 31U);
}

// 2^(1/2), 2^(1/4), 2^(1/8) … with 30 bits behind the point.
constexpr std::array<std::uint64_t, 16> kRoots = {1'518'500'250,
                                                  1'276'901'417,
                                                  1'170'923'762,
                                                  1'121'280'436,
                                                  1'097'253'708,
                                                  1'085'434'106,
                                                  1'079'572'136,
                                                  1'076'653'033,
                                                  1'075'196'443,
                                                  1'074'468'888,
                                                  1'074'105'294,
                                                  1'073'923'544,
                                                  1'073'832'680,
                                                  1'073'787'251,
                                                  1'073'764'537,
                                                  1'073'753'181};

}  // namespace

Q16 exp_q16(Q16 x) {
    constexpr Q16 kLog2OfE = 94'548;
    const Q16 power = x * kLog2OfE / kOne;
    Q16 whole = power / kOne;
    Q16 fraction = power % kOne;
    if (fraction < 0) {
        fraction += kOne;
        --whole;
    }
    std::uint64_t result = std::uint64_t{1} << 30U;
    for (unsigned bit = 0; bit < kRoots.size(); ++bit) {
        if ((static_cast<std::uint64_t>(fraction) >> (15U - bit) & 1U) != 0) {
            result = result * kRoots[bit] >> 30U;
        }
    }
    // 30 bits behind the point become 16, then the whole part of the power shifts.
    const Q16 shift = 14 - whole;
    if (shift <= 0) {
        return static_cast<Q16>(result << static_cast<unsigned>(-shift));
    }
    return shift < 64 ? static_cast<Q16>(result >> static_cast<unsigned>(shift)) : 0;
}

DemoRandom::DemoRandom(std::uint64_t seed, std::uint64_t stream)
    : state_(mix(seed * kGolden) ^ mix((stream + 1) * kGolden)) {}

std::uint32_t DemoRandom::next() {
    state_ += kGolden;
    return static_cast<std::uint32_t>(mix(state_) >> 32U);
}

int DemoRandom::below(int n) {
    return static_cast<int>((std::uint64_t{next()} * static_cast<std::uint64_t>(n)) >> 32U);
}

int DemoRandom::between(int low, int high) {
    return low + below(high - low + 1);
}

bool DemoRandom::chance(int per_mille) {
    return below(1000) < per_mille;
}

Q16 DemoRandom::normal() {
    constexpr int kTerms = 12;
    constexpr Q16 kMean = kTerms * 65'535 / 2;
    Q16 sum = 0;
    for (int i = 0; i < kTerms; ++i) {
        sum += next() >> 16U;
    }
    return sum - kMean;
}

Q16 DemoRandom::lognormal_of_mean_one(Q16 sigma) {
    return exp_q16(sigma * normal() / kOne - sigma * sigma / kOne / 2);
}

Q16 DemoRandom::lognormal_of_median_one(Q16 sigma) {
    return exp_q16(sigma * normal() / kOne);
}

}  // namespace bot
