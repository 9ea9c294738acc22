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

TEST_CASE("what was asked back outlives an interruption, with what was typed first",
          "[conversation][turn]") {
    tests::PureBackend backend{SAMMACHIP_SOURCE_DIR "/flows"};
    conversation::TranscriptPlayer play{backend};
    for (const std::string_view line : {"now 2025-12-05 09:00",
                                        "house 14 moo 3 code 123456",
                                        "contact สมศรี line:U1",
                                        "linked 14 HEAD baseline",
                                        "> รายงาน",
                                        "> ทำนา",
                                        "> ปีละแสน",
                                        "> เมนู",
                                        "> ต่อ"}) {
        static_cast<void>(play.tell(line));
    }
    const auto stored = [&]() -> std::string& { return backend.sessions.at(1); };

    SECTION("the raw of a confirmed share is what was typed, not the yes") {
        static_cast<void>(play.tell("> ใช่"));
        CHECK(stored().find("ปีละแสน") != std::string::npos);
        CHECK(stored().find("asked.") == std::string::npos);
    }
    SECTION("a session written before the words were kept asks its question anew") {
        auto session = conversation::session_from_json(stored());
        REQUIRE(session);
        std::erase_if(session->notes,
                      [](const auto& note) { return note.first.starts_with("asked."); });
        stored() = conversation::to_json(*session);
        const auto asked = play.tell("> ช่วย");
        REQUIRE(asked.size() == 2);
        CHECK(asked.back().starts_with("< รายได้รวมทั้งบ้าน"));
    }
}

TEST_CASE("houses that look alike carry their tambon on the button", "[conversation][turn]") {
    tests::PureBackend backend{SAMMACHIP_SOURCE_DIR "/flows"};
    conversation::TranscriptPlayer play{backend};
    for (const std::string_view line : {"now 2025-12-05 09:00",
                                        "house 14 moo 3 code 123456",
                                        "house 15 moo 3 code 234567",
                                        "house 16 moo 3 code 345678",
                                        "contact สมศรี line:U1",
                                        "linked 14 HEAD baseline",
                                        "linked 15 OTHER baseline",
                                        "linked 16 OTHER baseline"}) {
        static_cast<void>(play.tell(line));
    }
    backend.office.houses.at(1).house.house_no = "14";
    backend.office.houses.at(1).house.tambon_name = "ท่าไม้";
    CHECK(play.tell("> รายงาน").front() ==
          "< เป็นเรื่องของบ้านไหนคะ [บ้าน 14 ม.3 เกยไชย] [บ้าน 14 ม.3 ท่าไม้] [บ้าน 16 ม.3]");
    CHECK(play.tell("> 14").front().starts_with("< เป็นเรื่องของบ้านไหนคะ"));
    CHECK(play.tell("> [บ้าน 14 ม.3 ท่าไม้]").back() == "= house chosen");
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
