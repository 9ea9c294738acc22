#include "bot/image_metadata.h"

#include <array>
#include <cstdint>

namespace bot {

namespace {

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

std::uint32_t big16(std::string_view bytes, std::size_t at) {
    return byte_at(bytes, at) << 8U | byte_at(bytes, at + 1);
}

std::uint32_t big32(std::string_view bytes, std::size_t at) {
    return big16(bytes, at) << 16U | big16(bytes, at + 2);
}

// --- JPEG: segments of marker, length, payload; the picture's data follows each SOS
// ---------------

constexpr std::uint32_t kEndOfImage = 0xD9;
constexpr std::uint32_t kStartOfScan = 0xDA;
constexpr std::uint32_t kExif = 0xE1;

// Tables, frames and scans; of the applications' segments only JFIF (size), ICC (colour) and Adobe
// (colour transform): without these the picture would look different.
bool is_picture_segment(std::uint32_t marker, std::string_view payload) {
    if (marker == 0xE0) {
        return payload.starts_with("JFIF");
    }
    if (marker == 0xE2) {
        return payload.starts_with("ICC_PROFILE");
    }
    if (marker == 0xEE) {
        return payload.starts_with("Adobe");
    }
    return marker < 0xE0 && marker >= 0xC0;
}

// A number of TIFF, in the byte order the file says.
struct Tiff {
    std::string_view bytes;
    bool big = false;

    [[nodiscard]] std::uint32_t read16(std::size_t at) const {
        return big ? big16(bytes, at) : byte_at(bytes, at) | byte_at(bytes, at + 1) << 8U;
    }

    [[nodiscard]] std::uint32_t read32(std::size_t at) const {
        return big ? big32(bytes, at) : read16(at) | read16(at + 2) << 16U;
    }
};

// 1 (upright) to 8; 1 when it does not say.
std::uint32_t orientation(std::string_view exif) {
    constexpr std::string_view head("Exif\0\0", 6);
    if (!exif.starts_with(head) || exif.size() < head.size() + 8) {
        return 1;
    }
    const Tiff tiff{exif.substr(head.size()), exif[head.size()] == 'M'};
    const std::size_t directory = tiff.read32(4);
    if (directory > tiff.bytes.size() - 2 || tiff.bytes.size() < 2) {
        return 1;
    }
    const std::uint32_t entries = tiff.read16(directory);
    for (std::uint32_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + std::size_t{i} * 12;
        if (entry + 12 > tiff.bytes.size()) {
            return 1;
        }
        if (tiff.read16(entry) == 0x0112) {
            const std::uint32_t value = tiff.read16(entry + 8);
            return value >= 1 && value <= 8 ? value : 1;
        }
    }
    return 1;
}

// An Exif segment that says only which way is up.
std::string orientation_segment(std::uint32_t value) {
    std::string segment(
        "\xFF\xE1\0\0"
        "Exif\0\0MM\0\x2A\0\0\0\x08\0\x01"
        "\x01\x12\0\x03\0\0\0\x01\0",
        29);
    segment += static_cast<char>(value);
    segment.append(6, '\0');
    segment[3] = static_cast<char>(segment.size() - 2);
    return segment;
}

// Where the entropy-coded data that begins at `at` ends: at the next marker that is none of its
// own.
std::size_t end_of_scan(std::string_view bytes, std::size_t at) {
    for (; at + 1 < bytes.size(); ++at) {
        if (byte_at(bytes, at) == 0xFF) {
            const auto next = byte_at(bytes, at + 1);
            const bool restart = next >= 0xD0 && next <= 0xD7;
            if (next != 0x00 && next != 0xFF && !restart) {
                return at;
            }
        }
    }
    return bytes.size();
}

std::optional<std::string> clean_jpeg(std::string_view bytes) {
    std::string out = "\xFF\xD8";
    bool scanned = false;
    bool turned = false;
    std::size_t at = 2;
    while (at + 2 <= bytes.size() && byte_at(bytes, at) == 0xFF) {
        const std::uint32_t marker = byte_at(bytes, at + 1);
        if (marker == 0xFF) {  // a filling byte
            ++at;
            continue;
        }
        if (marker == kEndOfImage) {
            out += "\xFF\xD9";
            return scanned ? std::optional(out) : std::nullopt;
        }
        if (at + 4 > bytes.size()) {
            return std::nullopt;
        }
        const std::size_t length = big16(bytes, at + 2);
        if (length < 2 || at + 2 + length > bytes.size()) {
            return std::nullopt;
        }
        const std::string_view payload = bytes.substr(at + 4, length - 2);
        if (marker == kExif && !turned && orientation(payload) != 1) {
            out += orientation_segment(orientation(payload));
            turned = true;
        } else if (is_picture_segment(marker, payload)) {
            out += bytes.substr(at, 2 + length);
        }
        at += 2 + length;
        if (marker == kStartOfScan) {
            const std::size_t end = end_of_scan(bytes, at);
            out += bytes.substr(at, end - at);
            at = end;
            scanned = true;
        }
    }
    return std::nullopt;
}

// --- PNG: chunks of length, type, data, checksum
// ----------------------------------------------------

constexpr std::string_view kPngHead("\x89PNG\r\n\x1A\n", 8);

bool is_picture_chunk(std::string_view type) {
    // A capital first letter: needed to show the picture. Of the others what changes its look.
    static constexpr std::array<std::string_view, 8> kKept = {
        "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs"};
    if (type[0] >= 'A' && type[0] <= 'Z') {
        return true;
    }
    for (const auto name : kKept) {
        if (type == name) {
            return true;
        }
    }
    return false;
}

std::optional<std::string> clean_png(std::string_view bytes) {
    std::string out(kPngHead);
    std::size_t at = kPngHead.size();
    bool data = false;
    while (at + 12 <= bytes.size()) {
        const std::size_t length = big32(bytes, at);
        if (length > bytes.size() - at - 12) {
            return std::nullopt;
        }
        const std::string_view type = bytes.substr(at + 4, 4);
        if (is_picture_chunk(type)) {
            out += bytes.substr(at, length + 12);
        }
        data = data || type == "IDAT";
        if (type == "IEND") {
            return data ? std::optional(out) : std::nullopt;
        }
        at += length + 12;
    }
    return std::nullopt;
}

}  // namespace

std::optional<CleanPicture> without_metadata(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xD8\xFF")) {
        auto clean = clean_jpeg(bytes);
        return clean ? std::optional(CleanPicture{std::move(*clean), "image/jpeg"}) : std::nullopt;
    }
    if (bytes.starts_with(kPngHead)) {
        auto clean = clean_png(bytes);
        return clean ? std::optional(CleanPicture{std::move(*clean), "image/png"}) : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace bot
