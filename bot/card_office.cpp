#include "bot/card_office.h"

#include "conversation/answer/phone.h"

#include <string>

namespace bot {

namespace {

// The first number of our own that people can send an SMS to; empty: none.
std::string sms_number(const Config& config) {
    const auto reachable = [](const std::string& from) -> std::string {
        const auto read = conversation::read_phone(from);
        if (read.kind == conversation::PhoneReading::Kind::Mobile) {
            return *read.e164;
        }
        return read.kind == conversation::PhoneReading::Kind::Short ? from : "";
    };
    std::string number;
    const auto look = [&](const auto& channels) {
        for (const auto& channel : channels) {
            if (number.empty()) {
                number = reachable(channel.common.from);
            }
        }
    };
    look(config.kannel);
    look(config.android);
    look(config.twilio);
    look(config.http);
    return number;
}

}  // namespace

console::CardOffice card_office(const Config& config) {
    return {config.office.name,
            config.office.contact,
            config.line.empty() ? "" : config.line.front().basic_id,
            sms_number(config)};
}

}  // namespace bot
