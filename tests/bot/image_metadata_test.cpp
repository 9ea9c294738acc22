#include "bot/image_metadata.h"

#include <catch2/catch.hpp>

#include <string>

using namespace bot;

namespace {

std::string bytes(std::initializer_list<int> values) {
    std::string made;
    for (const int value : values) {
        made += static_cast<char>(value);
    }
    return made;
}

std::string segment(int marker, const std::string& payload) {
    const auto length = payload.size() + 2;
    return bytes({0xFF, marker, static_cast<int>(length >> 8U), static_cast<int>(length & 0xFFU)}) +
           payload;
}

const std::string kStart = bytes({0xFF, 0xD8});
const std::string kEnd = bytes({0xFF, 0xD9});
const std::string kTables = segment(0xDB, std::string(65, '\1'));
const std::string kFrame = segment(0xC0, std::string(15, '\2'));
// A stuffed byte and a restart marker belong to the data.
const std::string kScan =
    segment(0xDA, std::string(10, '\3')) + bytes({1, 2, 0xFF, 0x00, 3, 0xFF, 0xD0, 4});

// Exif with an orientation and a place, little-endian or big-endian.
std::string exif(bool big, int orientation) {
    const auto u16 = [&](int value) {
        return big ? bytes({value >> 8, value & 0xFF}) : bytes({value & 0xFF, value >> 8});
    };
    const auto u32 = [&](int value) {
        return big ? bytes({0, 0}) + u16(value) : u16(value) + bytes({0, 0});
    };
    return std::string("Exif\0\0", 6) + (big ? "MM" : "II") + u16(42) + u32(8) + u16(2) +
           u16(0x0112) + u16(3) + u32(1) + u16(orientation) + u16(0) +  //
           u16(0x8825) + u16(4) + u32(1) + u32(38) + "GPS 15.9N 100.3E";
}

std::string chunk(const std::string& type, const std::string& data) {
    const auto length = static_cast<int>(data.size());
    return bytes({0, 0, length >> 8, length & 0xFF}) + type + data + "CRC!";
}

}  // namespace

TEST_CASE("a JPEG loses place, device, comment and what follows its end", "[bot][image]") {
    const std::string camera =
        kStart + segment(0xE0, std::string("JFIF\0", 5)) + segment(0xE1, exif(false, 1)) +
        segment(0xE1, "http://ns.adobe.com/xap/1.0/ GPS") + segment(0xED, "Photoshop GPS") +
        segment(0xFE, "comment GPS") + segment(0xE2, "MPF GPS") +
        segment(0xE2, "ICC_PROFILE colours") + kTables + kFrame + kScan + kEnd + "GPS trailer";
    const auto clean = without_metadata(camera);
    REQUIRE(clean);
    CHECK(clean->mime == "image/jpeg");
    CHECK(clean->bytes == kStart + segment(0xE0, std::string("JFIF\0", 5)) +
                              segment(0xE2, "ICC_PROFILE colours") + kTables + kFrame + kScan +
                              kEnd);
}

TEST_CASE("which way is up is kept", "[bot][image]") {
    const bool big = GENERATE(false, true);
    const auto clean =
        without_metadata(kStart + segment(0xE1, exif(big, 6)) + kTables + kFrame + kScan + kEnd);
    REQUIRE(clean);
    CHECK(clean->bytes.find("GPS") == std::string::npos);
    const auto at = clean->bytes.find(std::string("Exif\0\0MM", 8));
    REQUIRE(at != std::string::npos);
    CHECK(clean->bytes[at + 6 + 8 + 2 + 9] == 6);
    // Cleaned again it is the same: the segment is well formed.
    const auto again = without_metadata(clean->bytes);
    REQUIRE(again);
    CHECK(again->bytes == clean->bytes);
}

TEST_CASE("a progressive JPEG keeps all its scans", "[bot][image]") {
    const std::string picture = kStart + kTables + kFrame + kScan + kTables + kScan + kEnd;
    const auto clean = without_metadata(picture);
    REQUIRE(clean);
    CHECK(clean->bytes == picture);
}

TEST_CASE("a PNG keeps its picture only", "[bot][image]") {
    const std::string head("\x89PNG\r\n\x1A\n", 8);
    const std::string kept = chunk("IHDR", std::string(13, '\1')) + chunk("pHYs", "123456789");
    const std::string picture = head + kept + chunk("eXIf", "GPS") + chunk("tEXt", "GPS") +
                                chunk("tIME", "2025123") + chunk("IDAT", "data") +
                                chunk("IEND", "") + "GPS";
    const auto clean = without_metadata(picture);
    REQUIRE(clean);
    CHECK(clean->mime == "image/png");
    CHECK(clean->bytes == head + kept + chunk("IDAT", "data") + chunk("IEND", ""));
}

TEST_CASE("what is no whole picture is refused, whatever its bytes", "[bot][image]") {
    const std::string picture =
        kStart + segment(0xE1, exif(false, 6)) + kTables + kFrame + kScan + kEnd;
    for (std::size_t size = 0; size < picture.size(); ++size) {
        CAPTURE(size);
        CHECK_FALSE(without_metadata(picture.substr(0, size)));
    }
    const std::string png = std::string("\x89PNG\r\n\x1A\n", 8) + chunk("IHDR", "x") +
                            chunk("IDAT", "data") + chunk("IEND", "");
    for (std::size_t size = 0; size < png.size(); ++size) {
        CAPTURE(size);
        CHECK_FALSE(without_metadata(png.substr(0, size)));
    }
    CHECK_FALSE(without_metadata("GIF89a"));
    CHECK_FALSE(without_metadata("<html>"));
}

TEST_CASE("odd Exif does not break anything", "[bot][image]") {
    for (const auto& odd : {std::string("Exif\0\0", 6),
                            std::string("Exif\0\0II*\0\xff\xff\xff\xff", 14),
                            std::string("Exif\0\0MM\0*\0\0\0\x08\xff\xff", 16),
                            std::string("Exif\0\0II*\0\x07\0\0\0", 14)}) {
        CHECK(without_metadata(kStart + segment(0xE1, odd) + kTables + kFrame + kScan + kEnd));
    }
}
