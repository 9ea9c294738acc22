#include "conversation/turn.h"

#include "tests/support/pure_backend.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

std::vector<std::filesystem::path> transcripts() {
    std::vector<std::filesystem::path> found;
    for (const auto& entry :
         std::filesystem::directory_iterator{SAMMACHIP_SOURCE_DIR "/tests/transcripts"}) {
        if (entry.path().extension() == ".chat") {
            found.push_back(entry.path());
        }
    }
    std::ranges::sort(found);
    return found;
}

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace

TEST_CASE("every transcript goes as it is written", "[conversation][turn]") {
    for (const auto& path : transcripts()) {
        DYNAMIC_SECTION(path.stem().string()) {
            tests::PureBackend backend{SAMMACHIP_SOURCE_DIR "/flows"};
            const auto result = conversation::play_transcript(text_of(path), backend);
            if (!result.passed) {  // Catch would wrap it between the bytes of a letter
                fmt::print("{}\n{}\n", path.filename().string(), result.report);
            }
            CHECK(result.passed);
        }
    }
}

TEST_CASE("a transcript that says something else fails", "[conversation][turn]") {
    tests::PureBackend backend{SAMMACHIP_SOURCE_DIR "/flows"};
    CHECK_FALSE(conversation::play_transcript("now 2025-12-05 09:00\n"
                                              "contact สมศรี line:U1\n"
                                              "> เมนู\n"
                                              "< อะไรก็ไม่รู้\n",
                                              backend)
                    .passed);
}
