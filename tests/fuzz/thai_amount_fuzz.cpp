// Any bytes as an answer: the readers of text neither throw nor read past the end, the normaliser
// is idempotent and an amount that was understood is understood alike when it is typed back in
// figures.
#include "conversation/answer/choice.h"
#include "conversation/answer/code.h"
#include "conversation/answer/keyword.h"
#include "conversation/answer/location.h"
#include "conversation/answer/national_id.h"
#include "conversation/answer/number.h"
#include "conversation/answer/phone.h"
#include "conversation/answer/yes_no.h"
#include "conversation/thai/amount.h"
#include "conversation/thai/normalize.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace conversation;
    const std::string_view text{reinterpret_cast<const char*>(data), size};

    const std::string normalized = normalize(text);
    require(normalize(normalized) == normalized);
    const NormalizedText with_origin = normalize_with_origin(text);
    require(with_origin.text == normalized);
    require(with_origin.origin.size() == normalized.size() + 1);
    require(with_origin.origin.back() <= text.size());

    const AmountReading amount = read_amount(text, "income_total");
    if (amount.kind == AmountReading::Kind::Value) {
        const AmountReading again = read_amount(amount.baht);
        require(again.kind != AmountReading::Kind::None);
        require(again.kind == AmountReading::Kind::Ask || again.satang == amount.satang);
    }
    (void)read_integer(text);
    (void)read_decimal(text);
    (void)read_yes_no(text);
    (void)read_command(text);
    (void)read_household_code(text);
    (void)read_phone(text);
    (void)read_location(text);
    static const ChoiceOption kOptions[] = {{"rice", {"ทำนา"}, {"ชาวนา"}},
                                            {"trade", {"ค้าขาย"}, {}}};
    (void)read_choices(text, kOptions);
    require(!has_national_id(mask_national_ids(text)));
    return 0;
}
