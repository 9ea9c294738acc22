#pragma once
#include <string>
#include <string_view>

namespace console {

// A QR code for print, error correction M (15 % may be dirty): the dark modules as an SVG path in a
// square of `side` units, its white border of four modules included.
struct QrCode {
    int side = 0;
    std::string path;
};

// Throws std::length_error when the text does not fit (over 2,331 bytes).
[[nodiscard]] QrCode qr_code(std::string_view text);

}  // namespace console
