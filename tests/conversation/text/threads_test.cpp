#include "conversation/answer/keyword.h"
#include "conversation/text/clusters.h"
#include "conversation/text/split.h"
#include "conversation/thai/amount.h"
#include "conversation/thai/normalize.h"

#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <thread>

using namespace conversation;

TEST_CASE("the readers may be used by several threads at once", "[text][threads]") {
    std::array<std::size_t, 4> sums{};
    {
        std::array<std::jthread, 4> threads;
        for (std::size_t i = 0; i < threads.size(); ++i) {
            threads[i] = std::jthread([&sum = sums[i]] {
                for (int round = 0; round < 200; ++round) {
                    sum +=
                        split_text(
                            "น้ำตาลสด แปดพันห้า 👩‍🌾", 4)
                            .size();
                    sum += grapheme_count("เท่าเดิม");
                    sum += read_amount("หมื่นสองพันห้า").baht.size();
                    sum += normalize("e\u0301 น้ํา").size();
                    sum += read_command("ขอบคุณค่ะ") ? 1U : 0U;
                }
            });
        }
    }
    for (const std::size_t sum : sums) {
        CHECK(sum == sums[0]);
    }
    CHECK(sums[0] > 0);
}
