// Any bytes as one answer: choices, words that are understood everywhere, yes and no, numbers,
// codes, places, phone numbers. No throw, no reading past the end, no choice that was not offered.
#include "conversation/answer/choice.h"
#include "conversation/answer/code.h"
#include "conversation/answer/keyword.h"
#include "conversation/answer/location.h"
#include "conversation/answer/number.h"
#include "conversation/answer/phone.h"
#include "conversation/answer/yes_no.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace conversation;
    static const std::vector<ChoiceOption> kOptions = {
        {"RICE", {"ทำนา", "Rice"}, {"ชาวนา", "ปลูกข้าว"}},
        {"GARDEN", {"ทำสวน/ปลูกผัก", "Garden"}, {}},
        {"TRADE", {"ค้าขาย", "Trade"}, {"ขายของ"}},
    };
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    for (const ChoiceAnswer& answer : {read_choice(text, kOptions), read_choices(text, kOptions)}) {
        require(std::ranges::all_of(answer.indices,
                                    [](std::size_t index) { return index < kOptions.size(); }));
        require(answer.kind == ChoiceAnswer::Kind::None || !answer.indices.empty());
    }
    (void)read_command(text);
    (void)read_contrast(text);
    (void)find_soft_word(text);
    (void)find_command(text);
    (void)read_yes_no(text);
    (void)read_household_code(text);
    (void)read_location(text);
    for (const NumberAnswer& answer : {read_integer(text, "income_total"), read_decimal(text)}) {
        require(answer.kind != AmountReading::Kind::Value || !answer.value.empty());
    }
    const auto phone = read_phone(text);
    require(!phone.e164 || phone.e164->starts_with('+'));
    return 0;
}
