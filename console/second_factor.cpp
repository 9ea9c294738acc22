#include "console/second_factor.h"

#include "console/password.h"
#include "console/totp.h"
#include "storage/audit_log.h"

#include <cctype>

namespace console {

namespace {

using storage::Connection;
using storage::OfficerFactors;

// As spare codes are printed, whatever was typed: small letters in groups of five.
std::string spare_code(std::string_view typed) {
    std::string letters;
    for (const char letter : typed) {
        if (std::isalnum(static_cast<unsigned char>(letter)) != 0) {
            letters += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        }
    }
    constexpr std::size_t kGroup = 5;
    std::string code;
    for (std::size_t at = 0; at < letters.size(); ++at) {
        if (at > 0 && at % kGroup == 0) {
            code += '-';
        }
        code += letters[at];
    }
    return code;
}

void log(Connection& writer,
         std::string_view by,
         const char* action,
         const SecondFactor::Officer& officer,
         conversation::Instant now) {
    storage::AuditLog(writer).write({std::string(by), action, "", officer.name, now});
}

}  // namespace

std::optional<std::string> SecondFactor::propose(const Officer& officer,
                                                 conversation::Instant now) {
    std::optional<std::string> secret;
    writer_.run([&](Connection& writer) {
        OfficerFactors factors(writer);
        const auto present = factors.find(officer.id);
        if (!present || !present->confirmed) {
            secret = random_totp_secret();
            factors.propose(officer.id, *secret, now);
        }
    });
    return secret;
}

std::optional<std::vector<std::string>> SecondFactor::confirm(const Officer& officer,
                                                              std::string_view code,
                                                              conversation::Instant now) {
    std::optional<std::vector<std::string>> spares;
    writer_.run([&](Connection& writer) {
        OfficerFactors factors(writer);
        const auto present = factors.find(officer.id);
        const auto step = present && !present->confirmed
                              ? matching_step(present->secret, code, now, present->last_step)
                              : std::nullopt;
        if (!step) {
            return;
        }
        spares.emplace();
        std::vector<std::string> digests;
        for (int made = 0; made < kSpareCodes; ++made) {
            spares->push_back(random_once_code());
            digests.push_back(digest(spares->back()));
        }
        factors.confirm(officer.id, *step, digests, now);
        log(writer, "officer:" + officer.name, "account.app_on", officer, now);
    });
    return spares;
}

bool SecondFactor::opens(const Officer& officer, std::string_view code, conversation::Instant now) {
    bool opened = false;
    writer_.run([&](Connection& writer) {
        OfficerFactors factors(writer);
        const auto present = factors.find(officer.id);
        if (!present || !present->confirmed) {
            return;
        }
        const auto step = matching_step(present->secret, code, now, present->last_step);
        opened = step ? factors.use_step(officer.id, *step)
                      : factors.use_spare_code(officer.id, digest(spare_code(code)), now);
    });
    return opened;
}

void SecondFactor::remove(const Officer& officer, std::string_view by, conversation::Instant now) {
    writer_.run([&](Connection& writer) {
        OfficerFactors(writer).remove(officer.id);
        log(writer, by, "account.app_off", officer, now);
    });
}

}  // namespace console
