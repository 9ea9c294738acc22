#include "conversation/answer/number.h"

#include "conversation/thai/decimal.h"
#include "conversation/thai/money.h"
#include "conversation/thai/normalize.h"

#include <algorithm>
#include <array>

namespace conversation {

namespace {

constexpr std::int64_t kSatangPerBaht = 100;

// What people count with; said behind the number it belongs to it.
constexpr auto kCounters = std::to_array<std::string_view>(
    {"คน",     "ไร่",    "งาน",    "ตารางวา", "ตัว",   "ครั้ง",  "ใบ",     "แห่ง",
     "หลัง",    "คัน",    "ต้น",     "ขวบ",     "ปี",    "เดือน", "สัปดาห์",  "อาทิตย์",
     "วัน",     "ชั่วโมง", "กิโลกรัม", "กิโล",     "กก.",  "กก",   "ตัน",     "ลิตร",
     "เมตร",   "บ่อ",    "กลุ่ม",    "ครัวเรือน", "บ้าน",  "มื้อ",   "people", "persons",
     "person", "times", "years",  "months",  "days", "rai",  "kg",     "hours"});

constexpr auto kBefore = std::to_array<std::string_view>(
    {"มีทั้งหมด", "ทั้งหมด", "อยู่ด้วยกัน", "อยู่กัน", "มีกัน", "รวม", "อยู่", "มี", "อายุ"});

std::string_view trimmed(std::string_view text) {
    const std::size_t from = text.find_first_not_of(' ');
    if (from == std::string_view::npos) {
        return {};
    }
    return text.substr(from, text.find_last_not_of(' ') - from + 1);
}

// "มี 4 คน" → "4"; the text itself when it counts nothing.
std::string_view without_counter(std::string_view text) {
    for (const std::string_view counter : kCounters) {
        if (!text.ends_with(counter)) {
            continue;
        }
        text.remove_suffix(counter.size());
        for (const std::string_view before : kBefore) {
            if (text.starts_with(before)) {
                text.remove_prefix(before.size());
                break;
            }
        }
        return trimmed(text);
    }
    return text;
}

// A number in plain figures means itself, however many decimals it has.
std::optional<std::string> plain_figures(std::string_view text) {
    const bool negative = text.starts_with('-');
    text.remove_prefix(negative ? 1 : 0);
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string_view whole = text.substr(0, point);
    const std::string_view fraction = point < text.size() ? text.substr(point + 1) : "";
    const auto only_digits = [](std::string_view digits) {
        return digits.find_first_not_of("0123456789") == std::string_view::npos;
    };
    if (whole.empty() || !only_digits(whole) || !only_digits(fraction) ||
        (point < text.size() && fraction.empty())) {
        return std::nullopt;
    }
    const auto number = make_decimal(whole, fraction);
    if (!number) {
        return std::nullopt;
    }
    return (negative && number->coefficient > 0 ? "-" : "") + number->text();
}

AmountReading read_counted(std::string_view normalized, std::string_view slot, Asked asked) {
    AmountReading amount = read_amount(normalized, slot);
    if (amount.kind == AmountReading::Kind::None && asked == Asked::Count) {
        const std::string_view answer = strip_particles(normalized);
        const std::string_view bare = without_counter(answer);
        if (!bare.empty() && bare.size() < answer.size()) {
            amount = read_amount(bare, slot);
        }
    }
    return amount;
}

}  // namespace

NumberAnswer read_integer(std::string_view text, std::string_view slot, Asked asked) {
    NumberAnswer answer;
    answer.amount = read_counted(normalize(text), slot, asked);
    answer.kind = answer.amount.kind;
    if (answer.kind == AmountReading::Kind::Value) {
        answer.value = plain_baht(whole_baht(answer.amount.satang) * kSatangPerBaht);
        answer.rounded = answer.amount.baht.find('.') != std::string::npos;
    }
    return answer;
}

NumberAnswer read_decimal(std::string_view text, std::string_view slot, Asked asked) {
    NumberAnswer answer;
    const std::string normalized = normalize(text);
    if (auto figures = plain_figures(strip_particles(normalized))) {
        answer.amount = read_amount(normalized, slot);
        answer.kind = AmountReading::Kind::Value;
        answer.value = std::move(*figures);
        return answer;
    }
    answer.amount = read_counted(normalized, slot, asked);
    answer.kind = answer.amount.kind;
    answer.value = answer.amount.baht;
    return answer;
}

}  // namespace conversation
