#include "webhooks/charset.h"

#include "conversation/text/utf8.h"
#include "webhooks/request_head.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace webhooks {

namespace {

struct Charset {
    std::string_view name;
    const char* icu;  // nullptr: UTF-8 already
};

constexpr std::array kCharsets{
    Charset{"", nullptr},
    Charset{"utf-8", nullptr},
    Charset{"utf8", nullptr},
    Charset{"us-ascii", nullptr},
    Charset{"utf-16be", "UTF-16BE"},
    Charset{"utf-16", "UTF-16"},
    Charset{"utf-16le", "UTF-16LE"},
    Charset{"ucs-2", "UTF-16BE"},
    Charset{"iso-8859-1", "ISO-8859-1"},
    Charset{"latin1", "ISO-8859-1"},
    Charset{"windows-1252", "windows-1252"},
    Charset{"tis-620", "TIS-620"},
    Charset{"iso-8859-11", "windows-874"},
    Charset{"windows-874", "windows-874"},
};

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto decoded = conversation::decode_utf8(text, at);
        if (!decoded.well_formed) {
            return false;
        }
        at += decoded.length;
    }
    return true;
}

std::optional<std::string> by_icu(std::string_view bytes, const char* name) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(name, &status),
                                                                       &ucnv_close);
    if (U_FAILURE(status)) {
        return std::nullopt;
    }
    ucnv_setToUCallBack(
        converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    std::string text;
    const char* source = bytes.data();
    const char* const end = source + bytes.size();
    while (source < end) {
        const UChar32 letter = ucnv_getNextUChar(converter.get(), &source, end, &status);
        if (status == U_INDEX_OUTOFBOUNDS_ERROR) {
            break;  // only a byte order mark was left
        }
        if (U_FAILURE(status)) {
            return std::nullopt;
        }
        conversation::append_utf8(text, static_cast<char32_t>(letter));
    }
    return text;
}

}  // namespace

std::optional<std::string> decode_text(std::string_view bytes, std::string_view charset) {
    const auto* const known = std::ranges::find_if(
        kCharsets, [&](const Charset& one) { return same_name(one.name, charset); });
    if (known == kCharsets.end()) {
        return std::nullopt;
    }
    if (known->icu != nullptr) {
        return by_icu(bytes, known->icu);
    }
    return is_utf8(bytes) ? std::optional<std::string>(bytes) : std::nullopt;
}

}  // namespace webhooks
