#include "conversation/thai/normalize.h"

#include "conversation/text/utf8.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace conversation {

namespace {

constexpr char32_t kSaraA = 0x0E30;        // ะ
constexpr char32_t kSaraAa = 0x0E32;       // า
constexpr char32_t kSaraAm = 0x0E33;       // ำ
constexpr char32_t kPhinthu = 0x0E3A;      // ฺ
constexpr char32_t kSaraE = 0x0E40;        // เ
constexpr char32_t kSaraAe = 0x0E41;       // แ
constexpr char32_t kSaraAi = 0x0E44;       // ไ
constexpr char32_t kLakkhangyao = 0x0E45;  // ๅ
constexpr char32_t kMaitaikhu = 0x0E47;    // ็
constexpr char32_t kNikhahit = 0x0E4D;     // ํ
constexpr char32_t kRu = 0x0E24;           // ฤ
constexpr char32_t kLu = 0x0E26;           // ฦ

// A character on its way: what it has become, and which bytes of the raw text it stands for.
struct Unit {
    char32_t code_point = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

using Units = std::vector<Unit>;

bool is_thai(char32_t c) {
    return c >= 0x0E00 && c <= 0x0E7F;
}

bool is_tone(char32_t c) {
    return c >= 0x0E48 && c <= 0x0E4B;
}

bool follows_base(char32_t c) {  // ะ า ำ ๅ
    return c == kSaraA || c == kSaraAa || c == kSaraAm || c == kLakkhangyao;
}

// The order of signs on one letter, which is also NFC's order; 0 for what is no sign.
int rank_of(char32_t c) {
    if (c == kPhinthu) {
        return 1;
    }
    if (c == 0x0E38 || c == 0x0E39) {  // ุ ู
        return 2;
    }
    if (c == 0x0E31 || (c >= 0x0E34 && c <= 0x0E37) || c == kMaitaikhu || c == kNikhahit) {
        return 3;  // ั ิ ี ึ ื ็ ํ
    }
    if (c == 0x0E4C || c == 0x0E4E) {  // ์ ๎
        return 4;
    }
    if (is_tone(c)) {
        return 5;
    }
    return follows_base(c) ? 6 : 0;
}

bool is_invisible(char32_t c) {
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2064) || (c >= 0x2066 && c <= 0x2069) || c == 0x00AD ||
           c == 0x061C || c == 0xFEFF || c == 0xFE0E || c == 0xFE0F;
}

bool is_space(char32_t c) {
    return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

// One character, whatever stands around it.
char32_t fold(char32_t c) {
    if (is_space(c)) {
        return ' ';
    }
    if (c >= 0xFF01 && c <= 0xFF5E) {  // full-width ASCII
        c -= 0xFEE0;
    }
    if (c >= 'A' && c <= 'Z') {
        return c + 0x20;
    }
    if (c >= 0x0E50 && c <= 0x0E59) {
        return c - 0x0E50 + '0';
    }
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) {
        return '-';
    }
    return c == 0x212A ? 'k' : c;  // the Kelvin sign, which NFC would make a capital letter
}

Units decode_and_fold(std::string_view raw, bool& needs_nfc) {
    Units units;
    units.reserve(raw.size() / 2 + 4);
    for (std::size_t at = 0; at < raw.size();) {
        const DecodedChar decoded = decode_utf8(raw, at);
        if (!is_invisible(decoded.code_point)) {
            const char32_t folded = fold(decoded.code_point);
            needs_nfc =
                needs_nfc || (folded >= 0x300 && !is_thai(folded) && folded != kReplacement);
            units.push_back({folded, at, at + decoded.length});
        }
        at += decoded.length;
    }
    return units;
}

// NFC of everything between two places where composition cannot reach across.
void compose(
    const icu::Normalizer2& nfc, const Units& units, std::size_t from, std::size_t to, Units& out) {
    icu::UnicodeString segment;
    for (std::size_t i = from; i < to; ++i) {
        segment.append(static_cast<UChar32>(units[i].code_point));
    }
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString composed = nfc.normalize(segment, status);
    if (U_FAILURE(status) || composed == segment) {
        out.insert(out.end(),
                   units.begin() + static_cast<std::ptrdiff_t>(from),
                   units.begin() + static_cast<std::ptrdiff_t>(to));
        return;
    }
    for (std::int32_t i = 0; i < composed.length(); i = composed.moveIndex32(i, 1)) {
        out.push_back(
            {static_cast<char32_t>(composed.char32At(i)), units[from].begin, units[to - 1].end});
    }
}

// Asked for once: it lives as long as the program and may be used by several threads.
const icu::Normalizer2* nfc_instance() {
    static const icu::Normalizer2* const kInstance = [] {
        UErrorCode status = U_ZERO_ERROR;
        const auto* found = icu::Normalizer2::getNFCInstance(status);
        return U_SUCCESS(status) ? found : nullptr;
    }();
    return kInstance;
}

Units to_nfc(const Units& units) {
    const icu::Normalizer2* nfc = nfc_instance();
    if (nfc == nullptr) {  // ICU's data is part of its library: cannot happen
        return units;
    }
    Units out;
    out.reserve(units.size());
    for (std::size_t from = 0; from < units.size();) {
        std::size_t to = from + 1;
        while (to < units.size() &&
               !nfc->hasBoundaryBefore(static_cast<UChar32>(units[to].code_point))) {
            ++to;
        }
        compose(*nfc, units, from, to, out);
        from = to;
    }
    return out;
}

// Where the characters of one pass go: into text, or into units for another pass.
class Sink {
  public:
    Sink() = default;
    virtual ~Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    Sink(Sink&&) = delete;
    Sink& operator=(Sink&&) = delete;
    virtual void put(char32_t c, std::size_t begin, std::size_t end) = 0;
};

class Collector final : public Sink {
  public:
    void put(char32_t c, std::size_t begin, std::size_t end) override {
        units_.push_back({c, begin, end});
    }

    Units finish() && { return std::move(units_); }

  private:
    Units units_;
};

class Writer final : public Sink {
  public:
    Writer(std::size_t raw_size, bool with_origin) : with_origin_(with_origin) {
        result_.text.reserve(raw_size);
    }

    void put(char32_t c, std::size_t begin, std::size_t end) override {
        append_utf8(result_.text, c);
        end_ = std::max(end_, end);
        if (with_origin_) {
            result_.origin.resize(result_.text.size(), begin);
        }
    }

    NormalizedText finish() && {
        if (with_origin_) {
            result_.origin.push_back(end_);
        }
        return std::move(result_);
    }

  private:
    NormalizedText result_;
    std::size_t end_ = 0;
    bool with_origin_;
};

// The signs on one letter, put in order as they come.
class Signs {
  public:
    void add(char32_t c, char32_t base) {
        if (c == kLakkhangyao && !(following_.empty() && (base == kRu || base == kLu))) {
            c = kSaraAa;
        }
        if (is_tone(c)) {
            tone_ = c;
        } else if (follows_base(c)) {
            if (following_.empty() || following_.back() != c) {
                following_.push_back(c);
            }
        } else if (std::find(marks_.begin(), marks_.end(), c) == marks_.end()) {
            marks_.push_back(c);
        }
    }

    void write(Sink& writer, std::size_t begin, std::size_t end) {
        join_sara_am();
        std::stable_sort(marks_.begin(), marks_.end(), [](char32_t a, char32_t b) {
            return rank_of(a) < rank_of(b);
        });
        for (const char32_t c : marks_) {
            writer.put(c, begin, end);
        }
        if (tone_ != 0) {
            writer.put(tone_, begin, end);
        }
        for (const char32_t c : following_) {
            writer.put(c, begin, end);
        }
    }

  private:
    void join_sara_am() {
        const auto nikhahit = std::find(marks_.begin(), marks_.end(), kNikhahit);
        if (nikhahit == marks_.end() || following_.empty() ||
            (following_[0] != kSaraAa && following_[0] != kSaraAm)) {
            return;
        }
        marks_.erase(nikhahit);
        following_[0] = kSaraAm;
        following_.erase(std::unique(following_.begin(), following_.end()), following_.end());
    }

    std::u32string marks_;
    std::u32string following_;
    char32_t tone_ = 0;
};

// Where the signs of units[base] end: signs that follow it; a Thai letter's also across spaces.
std::size_t signs_end(const Units& units, std::size_t base) {
    const bool over_spaces = is_thai(units[base].code_point);
    std::size_t end = base + 1;
    for (std::size_t i = end; i < units.size(); ++i) {
        if (rank_of(units[i].code_point) != 0) {
            end = i + 1;
        } else if (units[i].code_point != ' ' || !over_spaces) {
            break;
        }
    }
    return end;
}

bool carries_signs(char32_t c) {
    return c != ' ' && (c < 0x300 || is_thai(c));
}

class ClusterPass {
  public:
    ClusterPass(const Units& units, Sink& sink) : units_(units), writer_(sink) {}

    void run() {
        std::size_t at = skip_blanks(0);
        while (at < units_.size()) {
            at = is_blank(at) ? space(at) : letter(at);
        }
    }

  private:
    // Spaces, and signs that no letter has taken.
    [[nodiscard]] bool is_blank(std::size_t at) const {
        return units_[at].code_point == ' ' || rank_of(units_[at].code_point) != 0;
    }

    [[nodiscard]] std::size_t skip_blanks(std::size_t at) const {
        while (at < units_.size() && is_blank(at)) {
            ++at;
        }
        return at;
    }

    std::size_t space(std::size_t at) {
        const std::size_t next = skip_blanks(at);
        const auto begin = units_.begin() + static_cast<std::ptrdiff_t>(at);
        const auto end = units_.begin() + static_cast<std::ptrdiff_t>(next);
        const auto blank =
            std::find_if(begin, end, [](const Unit& unit) { return unit.code_point == ' '; });
        if (next < units_.size() && blank != end) {
            emit(*blank);
        }
        return next;
    }

    std::size_t letter(std::size_t at) {
        Unit unit = units_[at];
        std::size_t next = at + 1;
        if (unit.code_point == kSaraE && next < units_.size() &&
            units_[next].code_point == kSaraE) {
            unit = {kSaraAe, unit.begin, units_[next].end};
            ++next;
        }
        const bool repeats =
            unit.code_point >= kSaraE && unit.code_point <= kSaraAi && unit.code_point == previous_;
        if (!repeats) {
            emit(unit);
        }
        if (!carries_signs(unit.code_point)) {
            return next;
        }
        const std::size_t end = signs_end(units_, next - 1);
        if (end > next) {
            write_signs(unit, next, end);
            return end;
        }
        return next;
    }

    void write_signs(const Unit& base, std::size_t from, std::size_t to) {
        Signs signs;
        for (std::size_t i = from; i < to; ++i) {
            if (units_[i].code_point != ' ') {
                signs.add(units_[i].code_point, base.code_point);
            }
        }
        signs.write(writer_, base.begin, units_[to - 1].end);
        previous_ = 0;
    }

    void emit(const Unit& unit) {
        writer_.put(unit.code_point, unit.begin, unit.end);
        previous_ = unit.code_point;
    }

    const Units& units_;
    Sink& writer_;
    char32_t previous_ = 0;  // the last letter written, 0 after signs
};

bool same_text(const Units& a, const Units& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Unit& x, const Unit& y) {
        return x.code_point == y.code_point;
    });
}

// Composition can bring signs together that the rules then change, and the other way round: both
// until nothing changes. Text with characters that compose is rare, and a second round there rarer
// still.
Units composed_and_ordered(Units units) {
    constexpr int most_rounds = 8;
    for (int round = 0; round < most_rounds; ++round) {
        Collector collector;
        ClusterPass(to_nfc(units), collector).run();
        Units next = std::move(collector).finish();
        const bool settled = same_text(units, next);
        units = std::move(next);
        if (settled) {
            break;
        }
    }
    return units;
}

NormalizedText normalized(std::string_view raw, bool with_origin) {
    bool needs_nfc = false;
    Units units = decode_and_fold(raw, needs_nfc);
    if (needs_nfc) {
        units = composed_and_ordered(std::move(units));
    }
    Writer writer(raw.size(), with_origin);
    ClusterPass(units, writer).run();
    return std::move(writer).finish();
}

}  // namespace

std::string clean_utf8(std::string_view raw) {
    std::string out;
    out.reserve(raw.size());
    for (std::size_t at = 0; at < raw.size();) {
        const DecodedChar decoded = decode_utf8(raw, at);
        if (decoded.well_formed) {
            out.append(raw, at, decoded.length);
        } else {
            append_utf8(out, kReplacement);
        }
        at += decoded.length;
    }
    return out;
}

std::string normalize(std::string_view raw) {
    return normalized(raw, false).text;
}

NormalizedText normalize_with_origin(std::string_view raw) {
    return normalized(raw, true);
}

}  // namespace conversation
