#include "console/slip_text.h"

#include "conversation/thai/money.h"
#include "storage/households.h"
#include "storage/reports.h"

#include <charconv>
#include <cstdint>

namespace console {

namespace {

std::string amount(const conversation::ReportView& report,
                   const conversation::Texts& texts,
                   const char* field) {
    const auto known = report.values.find(field);
    if (known == report.values.end()) {
        return texts.get("unknown", "th");
    }
    std::int64_t value = 0;
    std::from_chars(known->second.data(), known->second.data() + known->second.size(), value);
    return conversation::with_commas(value);
}

}  // namespace

std::string slip_text(storage::Connection& connection,
                      const conversation::Texts& texts,
                      const SlipOffice& office,
                      const storage::Tellings::Telling& telling) {
    const auto report = storage::Reports(connection).of_revision(telling.revision);
    const auto house = storage::Households(connection).find(telling.household);
    if (!report || !house) {
        return {};
    }
    return texts.get("slip",
                     "th",
                     {{"number", std::to_string(telling.id.value)},
                      {"office", std::string(office.name)},
                      {"no", house->house_no},
                      {"month", conversation::month_name(report->period, "th")},
                      {"income", amount(*report, texts, "income_total")},
                      {"saving", amount(*report, texts, "saving_amount")},
                      {"contact", std::string(office.contact)}});
}

}  // namespace console
