#include "console/qr_code.h"

#include <fmt/format.h>
#include <qrencode.h>

#include <iterator>
#include <memory>
#include <stdexcept>

namespace console {

namespace {

constexpr int kBorder = 4;  // modules, as the standard asks

struct Release {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

// A row's dark modules, as one stroke for each run of them.
void add_row(std::string& path, const QRcode& code, int row) {
    const auto dark = [&](int column) { return (code.data[row * code.width + column] & 1U) != 0; };
    for (int column = 0; column < code.width; ++column) {
        if (!dark(column)) {
            continue;
        }
        const int from = column;
        while (column < code.width && dark(column)) {
            ++column;
        }
        const int length = column - from;
        fmt::format_to(std::back_inserter(path),
                       "M{} {}h{}v1h-{}z",
                       from + kBorder,
                       row + kBorder,
                       length,
                       length);
    }
}

}  // namespace

QrCode qr_code(std::string_view text) {
    const std::unique_ptr<QRcode, Release> code(
        QRcode_encodeString8bit(std::string(text).c_str(), 0, QR_ECLEVEL_M));
    if (!code) {
        throw std::length_error("a text too long for a QR code");
    }
    QrCode qr;
    qr.side = code->width + 2 * kBorder;
    for (int row = 0; row < code->width; ++row) {
        add_row(qr.path, *code, row);
    }
    return qr;
}

}  // namespace console
