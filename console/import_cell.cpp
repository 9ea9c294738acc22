#include "console/import_cell.h"

#include "console/occupations.h"
#include "console/xlsx_reader.h"
#include "conversation/answer/phone.h"
#include "conversation/thai/date.h"

#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <optional>

namespace console {

namespace {

constexpr std::int64_t kMostBaht = 100'000'000;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::optional<std::int64_t> whole(std::string_view digits) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (!all_digits(digits) || error != std::errc() || end != digits.data() + digits.size()) {
        return std::nullopt;
    }
    return value;
}

// Thai digits as Arabic ones.
std::string arabic(std::string_view text) {
    icu::UnicodeString letters =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
    for (int i = 0; i < letters.length(); ++i) {
        const char16_t letter = letters.charAt(i);
        if (letter >= u'๐' && letter <= u'๙') {
            letters.setCharAt(i, static_cast<char16_t>(u'0' + (letter - u'๐')));
        }
    }
    std::string out;
    letters.toUTF8String(out);
    return out;
}

// "14.0" and "14.00" without their end; nothing for anything else.
std::optional<std::string> without_point_zero(std::string_view text) {
    const auto point = text.find('.');
    if (point == std::string_view::npos || !all_digits(text.substr(0, point))) {
        return std::nullopt;
    }
    const std::string_view end = text.substr(point + 1);
    if (end.empty() || end.find_first_not_of('0') != std::string_view::npos) {
        return std::nullopt;
    }
    return std::string(text.substr(0, point));
}

bool has_exponent(std::string_view text) {
    const auto e = text.find_first_of("eE");
    return e != std::string_view::npos && e > 0 && is_digit(text[e - 1]) && e + 1 < text.size() &&
           (text[e + 1] == '+' || is_digit(text[e + 1]));
}

bool has_run_of_digits(std::string_view text, std::size_t length) {
    std::size_t run = 0;
    for (const char c : text) {
        run = is_digit(c) ? run + 1 : 0;
        if (run == length) {
            return true;
        }
    }
    return false;
}

// 1 to 12 when the text is the name of a month as Excel writes it.
int month_of(std::string_view text) {
    static constexpr std::array<std::array<std::string_view, 2>, 12> kMonths = {{{"jan", "ม.ค."},
                                                                                 {"feb", "ก.พ."},
                                                                                 {"mar", "มี.ค."},
                                                                                 {"apr", "เม.ย."},
                                                                                 {"may", "พ.ค."},
                                                                                 {"jun", "มิ.ย."},
                                                                                 {"jul", "ก.ค."},
                                                                                 {"aug", "ส.ค."},
                                                                                 {"sep", "ก.ย."},
                                                                                 {"oct", "ต.ค."},
                                                                                 {"nov", "พ.ย."},
                                                                                 {"dec", "ธ.ค."}}};
    std::string lower(text.substr(0, 3));
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
        if (lower == kMonths[i][0] || text.starts_with(kMonths[i][1])) {
            return static_cast<int>(i) + 1;
        }
    }
    return 0;
}

std::string fraction(std::int64_t first, std::int64_t second) {
    return fmt::format("{}/{}", first, second);
}

CellFault damaged(std::string_view cell, std::string_view guess) {
    return {fmt::format("Excel has changed this house number to \"{}\": format the column as Text "
                        "and write it again, perhaps {}",
                        cell,
                        guess),
            fmt::format("Excel เปลี่ยนบ้านเลขที่นี้เป็น \"{}\" ให้จัดรูปแบบคอลัมน์เป็น \"ข้อความ\" "
                        "แล้วพิมพ์ใหม่ อาจเป็น {}",
                        cell,
                        guess)};
}

// "14/2" in a column of fractions: only the quotient is in the file.
CellFault lost_fraction(std::string_view quotient) {
    return {fmt::format("Excel took this house number for a fraction and kept only its value {}: "
                        "format the column as Text and write it again, as 14/2",
                        quotient),
            fmt::format("Excel อ่านบ้านเลขที่นี้เป็นเศษส่วนและเก็บไว้แค่ค่า {} ให้จัดรูปแบบคอลัมน์เป็น "
                        "\"ข้อความ\" แล้วพิมพ์ใหม่ เช่น 14/2",
                        quotient)};
}

// "2-Jan", "Jan-14", "2-ม.ค.-69": a house number "2/1" that Excel took for a day.
std::optional<CellFault> named_month(std::string_view cell) {
    const auto dash = cell.find_first_of("- ");
    if (dash == std::string_view::npos || dash == 0) {
        return std::nullopt;
    }
    const std::string_view left = cell.substr(0, dash);
    std::string_view right = cell.substr(dash + 1);
    if (const int month = month_of(right); month != 0 && all_digits(left)) {
        return damaged(cell, fraction(*whole(left), month));
    }
    if (const int month = month_of(left); month != 0 && all_digits(right)) {
        return damaged(cell, fraction(month, *whole(right)));
    }
    return std::nullopt;
}

// "1/2/2026", "2026-02-01": the same in numbers.
std::optional<CellFault> numeric_date(std::string_view cell) {
    std::array<std::int64_t, 3> parts{};
    std::size_t count = 0;
    std::size_t at = 0;
    while (at <= cell.size() && count < parts.size()) {
        const auto end = std::min(cell.find_first_of("/-", at), cell.size());
        const auto part = whole(cell.substr(at, end - at));
        if (!part) {
            return std::nullopt;
        }
        parts[count++] = *part;
        at = end + 1;
    }
    if (count != 3 || at <= cell.size()) {
        return std::nullopt;
    }
    constexpr std::int64_t kYear = 1900;
    if (parts[2] >= kYear) {
        return damaged(cell, fraction(parts[0], parts[1]));
    }
    if (parts[0] >= kYear) {
        return damaged(cell, fraction(parts[2], parts[1]));
    }
    return std::nullopt;
}

// A number that Excel counts days by, from 2000 to 2050.
std::optional<CellFault> day_serial(std::string_view cell) {
    const auto number = whole(cell);
    if (!number || *number < 36'526 || *number > 55'153) {
        return std::nullopt;
    }
    const std::chrono::year_month_day day{
        std::chrono::sys_days(std::chrono::year(1899) / std::chrono::December / 30) +
        std::chrono::days(*number)};
    return damaged(
        cell,
        fmt::format("{}/{}", static_cast<unsigned>(day.day()), static_cast<unsigned>(day.month())));
}

// digits [/ digits] [- digits], with at most one Thai letter after a number
bool is_house_no(std::string_view text) {
    constexpr std::size_t kMost = 24;
    constexpr std::size_t kThaiLetter = 3;  // bytes
    if (text.size() > kMost) {
        return false;
    }
    bool number = false;
    std::size_t marks = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_digit(text[i])) {
            number = true;
        } else if ((text[i] == '/' || text[i] == '-') && number && ++marks <= 2) {
            number = false;
        } else if (text[i] == '\xE0' && number && i + kThaiLetter == text.size()) {
            return true;
        } else {
            return false;
        }
    }
    return number;
}

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

}  // namespace

std::string tidy(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
    const icu::UnicodeString letters =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
    const icu::UnicodeString composed =
        U_SUCCESS(status) != 0 ? nfc->normalize(letters, status) : letters;
    icu::UnicodeString out;
    bool gap = false;
    for (int i = 0; i < composed.length(); i = composed.moveIndex32(i, 1)) {
        const UChar32 letter = composed.char32At(i);
        if (u_isUWhiteSpace(letter) != 0) {
            gap = true;
        } else if (u_charType(letter) != U_FORMAT_CHAR) {
            if (gap && !out.isEmpty()) {
                out.append(u' ');
            }
            gap = false;
            out.append(letter);
        }
    }
    out.findAndReplace(u"\u0E4D\u0E32", u"\u0E33");  // sara am typed in two pieces
    std::string tidied;
    out.toUTF8String(tidied);
    return tidied;
}

Read<std::string> read_village_code(std::string_view cell) {
    constexpr std::size_t kLength = 8;
    const std::string code = arabic(cell);
    if (code.size() == kLength && all_digits(code)) {
        return code;
    }
    if (has_exponent(code)) {
        return CellFault{
            "Excel has shortened the code: format the column as Text and write all 8 "
            "digits",
            "Excel ย่อรหัสนี้แล้ว ให้จัดรูปแบบคอลัมน์เป็น \"ข้อความ\" แล้วพิมพ์ครบ 8 หลัก"};
    }
    if (const auto plain = without_point_zero(code); plain && plain->size() == kLength) {
        return CellFault{fmt::format("write {}", *plain), fmt::format("ให้พิมพ์ {}", *plain)};
    }
    if (all_digits(code) && code.size() == kLength - 1) {
        const std::string guess = code.substr(0, 6) + "0" + code.substr(6);
        return CellFault{
            fmt::format("7 digits: a zero is missing, perhaps {} (tambon 6 digits, moo 2)", guess),
            fmt::format("มี 7 หลัก เลขศูนย์หายไป อาจเป็น {} (ตำบล 6 หลัก หมู่ 2 หลัก)", guess)};
    }
    return CellFault{"a village code has 8 digits: tambon 6, moo 2, as 60030403",
                     "รหัสหมู่บ้านมี 8 หลัก: ตำบล 6 หลัก หมู่ 2 หลัก เช่น 60030403"};
}

Read<std::string> read_house_no(std::string_view cell) {
    std::string text = arabic(cell);
    bool meant = false;
    for (const std::string_view word : {"บ้านเลขที่", "เลขที่"}) {
        if (text.starts_with(word)) {
            text = tidy(std::string_view(text).substr(word.size()));
            meant = true;
        }
    }
    if (const auto mark = text.find(kFractionMark); mark != std::string::npos) {
        return lost_fraction(text.substr(0, mark));
    }
    if (const auto plain = without_point_zero(text)) {
        return damaged(cell, *plain);
    }
    for (const auto& find : {named_month, numeric_date}) {
        if (auto fault = find(text)) {
            return *fault;
        }
    }
    if (!meant) {
        if (auto fault = day_serial(text)) {
            return *fault;
        }
    }
    text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
    if (is_house_no(text)) {
        return text;
    }
    return CellFault{"not a house number: write it as 14 or 14/2",
                     "ไม่ใช่บ้านเลขที่ ให้พิมพ์เช่น 14 หรือ 14/2"};
}

Read<std::int64_t> read_whole(std::string_view cell, std::int64_t least, std::int64_t most) {
    std::string text = arabic(cell);
    text.erase(std::remove(text.begin(), text.end(), ','), text.end());
    const auto value = whole(without_point_zero(text).value_or(text));
    if (value && *value >= least && *value <= most) {
        return *value;
    }
    return CellFault{fmt::format("write a whole number from {} to {}", least, most),
                     fmt::format("ให้พิมพ์จำนวนเต็มตั้งแต่ {} ถึง {}", least, most)};
}

Read<std::int64_t> read_baht(std::string_view cell) {
    std::string text = arabic(cell);
    for (const std::string_view unit : {"บาท", "฿"}) {
        if (const auto at = text.find(unit); at != std::string::npos) {
            text.erase(at, unit.size());
        }
    }
    std::erase_if(text, [](char c) { return c == ',' || c == ' '; });
    const auto point = std::min(text.find('.'), text.size());
    const std::string_view satang =
        point < text.size() ? std::string_view(text).substr(point + 1) : std::string_view();
    const auto baht = whole(std::string_view(text).substr(0, point));
    if (baht && *baht <= kMostBaht &&
        (satang.empty() ? point == text.size() : all_digits(satang))) {
        return *baht + (!satang.empty() && satang.front() >= '5' ? 1 : 0);
    }
    return CellFault{"write an amount in baht as digits, as 15000",
                     "ให้พิมพ์จำนวนเงินเป็นบาทด้วยตัวเลข เช่น 15000"};
}

Read<std::int64_t> read_year_be(std::string_view cell) {
    constexpr std::int64_t kOffset = 543;
    const auto year = read_whole(cell, 0, 9999);
    if (const auto* value = std::get_if<std::int64_t>(&year)) {
        if (*value >= 2500 && *value <= 2650) {
            return *value;
        }
        if (*value >= 2500 - kOffset && *value <= 2650 - kOffset) {
            return *value + kOffset;
        }
        if (*value >= 50 && *value <= 99) {
            return CellFault{fmt::format("write the whole year, {}", 2500 + *value),
                             fmt::format("ให้พิมพ์ปีเต็ม {}", 2500 + *value)};
        }
    }
    return CellFault{"write a year of the Buddhist era, as 2569", "ให้พิมพ์ปี พ.ศ. เช่น 2569"};
}

Read<conversation::Day> read_day_cell(std::string_view cell) {
    constexpr std::int64_t kFirstSerial = 36'526;  // 1 January 2000
    constexpr std::int64_t kLastSerial = 73'050;   // 31 December 2099
    const std::string text = arabic(cell);
    if (const auto serial = whole(without_point_zero(text).value_or(text));
        serial && *serial >= kFirstSerial && *serial <= kLastSerial) {
        return conversation::Day(
            std::chrono::sys_days(std::chrono::year(1899) / std::chrono::December / 30) +
            std::chrono::days(*serial));
    }
    // A year of two digits may be of either era: "68" is asked for in full.
    const bool whole_year = has_run_of_digits(text, 4);
    constexpr conversation::Day kAnyDay{
        std::chrono::year(2026), std::chrono::January, std::chrono::day(1)};
    const auto reading = conversation::read_date(text, kAnyDay);
    if (whole_year && reading.kind == conversation::DateReading::Kind::Value && !reading.span &&
        !reading.echo) {
        return reading.date;
    }
    return CellFault{"write a day as 15/1/2569 (day, month, whole year)",
                     "ให้พิมพ์วันที่เช่น 15/1/2569 (วัน/เดือน/ปีเต็ม)"};
}

Read<bool> read_yes_no_cell(std::string_view cell) {
    static constexpr std::array<std::string_view, 8> kYes = {
        "ใช่", "yes", "y", "true", "1", "✓", "มี", "จริง"};
    static constexpr std::array<std::string_view, 9> kNo = {
        "ไม่", "ไม่ใช่", "no", "n", "false", "0", "-", "ไม่มี", "เท็จ"};
    std::string text = arabic(cell);
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    if (is_one_of(text, kYes)) {
        return true;
    }
    if (is_one_of(text, kNo)) {
        return false;
    }
    return CellFault{"write ใช่ (yes) or ไม่ (no)", "ให้พิมพ์ ใช่ หรือ ไม่"};
}

Read<std::string> read_phone_cell(std::string_view cell) {
    constexpr std::size_t kWithoutZero = 9;
    std::string text = arabic(cell);
    if (const auto plain = without_point_zero(text)) {
        text = *plain;
    }
    if (all_digits(text) && text.size() == kWithoutZero &&
        std::string_view("689").find(text.front()) != std::string_view::npos) {
        text.insert(0, "0");
    }
    const conversation::PhoneReading reading = conversation::read_phone(text);
    if (reading.e164 && !has_exponent(text)) {
        return *reading.e164;
    }
    return CellFault{
        "not a telephone number: write all 10 digits with the zero in front (format the "
        "column as Text)",
        "ไม่ใช่หมายเลขโทรศัพท์ ให้พิมพ์ครบ 10 หลักรวมเลขศูนย์นำหน้า "
        "(จัดรูปแบบคอลัมน์เป็น \"ข้อความ\")"};
}

Read<std::string> read_occupation(std::string_view cell) {
    if (const auto code = occupation_code(cell)) {
        return std::string(*code);
    }
    std::string names;
    for (const Occupation& known : occupations()) {
        names += names.empty() ? "" : ", ";
        names += known.thai;
    }
    return CellFault{fmt::format("not an occupation of the programme: write one of {}", names),
                     fmt::format("ไม่มีอาชีพนี้ ให้พิมพ์อย่างใดอย่างหนึ่ง: {}", names)};
}

Read<std::string> read_text(std::string_view cell, std::size_t most) {
    const icu::UnicodeString letters =
        icu::UnicodeString::fromUTF8(icu::StringPiece(cell.data(), static_cast<int>(cell.size())));
    for (int i = 0; i < letters.length(); i = letters.moveIndex32(i, 1)) {
        if (u_iscntrl(letters.char32At(i)) != 0) {
            return CellFault{"there is an invisible control character: type the cell again",
                             "มีอักขระควบคุมที่มองไม่เห็น ให้พิมพ์ช่องนี้ใหม่"};
        }
    }
    if (static_cast<std::size_t>(letters.countChar32()) > most) {
        return CellFault{fmt::format("longer than {} letters", most),
                         fmt::format("ยาวเกิน {} ตัวอักษร", most)};
    }
    return std::string(cell);
}

}  // namespace console
