#include "conversation/text/sms_segments.h"

#include "conversation/text/clusters.h"
#include "conversation/text/pieces.h"
#include "conversation/text/utf8.h"

#include <algorithm>
#include <string>

namespace conversation {

namespace {

// 3GPP TS 23.038: the default alphabet without its escape, and what stands behind the escape.
constexpr std::u32string_view kBasic =
    U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    U"ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::u32string_view kExtension = U"^{}\\[~]|€\f";

// Septets a character takes in GSM-7; 0 when it is not in it.
std::size_t septets(char32_t c) {
    if (kBasic.find(c) != std::u32string_view::npos) {
        return 1;
    }
    return kExtension.find(c) != std::u32string_view::npos ? 2 : 0;
}

// One encoding's count: characters are never divided between two parts.
class Packer {
  public:
    Packer(std::size_t alone, std::size_t in_part) : alone_(alone), in_part_(in_part) {}

    void add(std::size_t units) {
        units_ += units;
        if (parts_ == 0 || filled_ + units > in_part_) {
            ++parts_;
            filled_ = 0;
        }
        filled_ += units;
    }

    [[nodiscard]] std::size_t units() const { return units_; }

    [[nodiscard]] std::size_t segments() const {
        return units_ <= alone_ ? std::min<std::size_t>(parts_, 1) : parts_;
    }

  private:
    std::size_t alone_;
    std::size_t in_part_;
    std::size_t units_ = 0;
    std::size_t parts_ = 0;
    std::size_t filled_ = 0;
};

class SmsMeter {
  public:
    explicit SmsMeter(std::size_t max_segments) : max_segments_(max_segments) {}

    bool add(std::string_view piece) {
        for (std::size_t at = 0; at < piece.size();) {
            const DecodedChar decoded = decode_utf8(piece, at);
            const std::size_t in_gsm7 = septets(decoded.code_point);
            only_gsm7_ = only_gsm7_ && in_gsm7 > 0;
            gsm7_.add(in_gsm7);
            ucs2_.add(decoded.code_point >= 0x10000 ? 2 : 1);
            at += decoded.length;
        }
        return count().segments <= max_segments_;
    }

    [[nodiscard]] SmsCount count() const {
        const Packer& packer = only_gsm7_ ? gsm7_ : ucs2_;
        return {
            only_gsm7_ ? SmsEncoding::Gsm7 : SmsEncoding::Ucs2, packer.units(), packer.segments()};
    }

  private:
    std::size_t max_segments_;
    bool only_gsm7_ = true;
    Packer gsm7_{160, 153};
    Packer ucs2_{70, 67};
};

}  // namespace

SmsCount count_sms(std::string_view text) {
    SmsMeter meter{0};
    (void)meter.add(text);
    return meter.count();
}

std::string_view name(SmsEncoding encoding) {
    return encoding == SmsEncoding::Gsm7 ? "GSM-7" : "UCS-2";
}

std::vector<std::string> split_sms(std::string_view text, std::size_t segments) {
    return pieces::cut(text, SmsMeter{std::max<std::size_t>(segments, 1)});
}

std::string_view cut_sms(std::string_view text) {
    SmsMeter meter{1};
    std::size_t end = 0;
    for (const std::size_t at : grapheme_boundaries(text)) {
        if (!meter.add(text.substr(end, at - end))) {
            break;
        }
        end = at;
    }
    return text.substr(0, end);
}

}  // namespace conversation
