#include "conversation/answer/yes_no.h"

#include "conversation/thai/normalize.h"

#include <algorithm>
#include <array>

namespace conversation {

namespace {

constexpr auto kYes = std::to_array<std::string_view>(
    {"1",       "ใช่",    "ใช่แล้ว", "ใช้",    "ใช่เลย",  "ถูก",    "ถูกต้อง", "ถูกต้องแล้ว", "ถูกแล้ว",
     "ตกลง",    "โอเค",  "โอเช",  "โอเคร", "ได้",     "ได้เลย", "ยินยอม", "ยืนยัน",     "ยอมรับ",
     "อนุญาต",   "เอา",   "จริง",   "อือ",    "อืม",     "เออ",   "แม่น",   "แม่นแล้ว",   "ยังใช่",
     "ยังเป็น",   "เป็น",   "yes",   "y",     "yep",    "yeah",  "ok",    "okay",     "okey",
     "correct", "right", "true",  "agree", "confirm"});

constexpr auto kNo = std::to_array<std::string_view>(
    {"2",      "ไม่",      "ไม่ใช่",    "ไม่ใช้",   "ไม่ไช่",     "ไม่ถูก",     "ไม่ถูกต้อง", "ผิด",   "ผิดแล้ว",
     "ไม่ตกลง", "ไม่ยินยอม", "ไม่ยอมรับ", "ไม่ยืนยัน", "ไม่เอา",    "ไม่ได้",     "ไม่จริง",   "เปล่า", "บ่",
     "บ่แม่น",   "ไม่อนุญาต", "ไม่เป็น",   "ไม่มี",    "แก้ไข",     "ยัง",       "ยังไม่",    "no",   "n",
     "nope",   "not",     "wrong",   "false",  "disagree", "incorrect"});

// Particles that alone are a polite yes.
constexpr auto kPoliteYes =
    std::to_array<std::string_view>({"ค่ะ", "คะ", "ครับ", "คับ", "ครับผม", "จ้า", "จ้ะ", "ค่า"});

template <std::size_t Size>
bool holds(const std::array<std::string_view, Size>& words, std::string_view text) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

}  // namespace

std::optional<bool> read_yes_no(std::string_view text) {
    const std::string answer = normalize_answer(text);
    if (answer.empty()) {
        return holds(kPoliteYes, normalize(text)) ? std::optional{true} : std::nullopt;
    }
    if (holds(kYes, answer)) {
        return true;
    }
    return holds(kNo, answer) ? std::optional{false} : std::nullopt;
}

}  // namespace conversation
