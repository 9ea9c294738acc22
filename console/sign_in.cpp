#include "console/sign_in.h"

#include "console/password.h"
#include "storage/audit_log.h"

#include <algorithm>

namespace console {

namespace {

using conversation::Instant;
using storage::Connection;
using storage::Officers;

constexpr int kOfName = 5;
constexpr int kOfAddress = 20;
constexpr std::chrono::seconds kFirstPause{15};
constexpr std::chrono::seconds kLongestPause{300};
constexpr int kDoublings = 5;
// A page with ten pictures must not write ten times.
constexpr std::chrono::minutes kTouchEvery{1};
// From the password to the code.
constexpr std::chrono::minutes kTicketLife{5};
constexpr std::size_t kMostTickets = 1000;

}  // namespace

std::chrono::seconds login_pause(const Officers::Failures& failures) {
    const int over = std::max(failures.of_name - kOfName, failures.of_address - kOfAddress);
    if (over < 0) {
        return std::chrono::seconds(0);
    }
    return std::min(kLongestPause, kFirstPause * (1 << std::min(over, kDoublings)));
}

std::chrono::seconds pause_left(const Officers::Failures& failures, Instant now) {
    const auto pause = login_pause(failures);
    if (!failures.last) {
        return std::chrono::seconds(0);
    }
    const auto passed = std::chrono::duration_cast<std::chrono::seconds>(now - *failures.last);
    return std::clamp(pause - passed, std::chrono::seconds(0), pause);
}

// What is known before a password is looked at.
struct SignIn::Door {
    std::optional<Officers::Officer> officer;
    Officers::Secrets secrets;
    bool wants_code = false;
    std::chrono::seconds wait{};
};

SignIn::Door SignIn::look(const Attempt& attempt) {
    Door door;
    lend_([&](Connection& reader) {
        Officers officers(reader);
        door.officer = officers.find(attempt.name);
        if (door.officer) {
            door.secrets = officers.secrets(door.officer->id, attempt.now);
            const auto factor = storage::OfficerFactors(reader).find(door.officer->id);
            door.wants_code = factor && factor->confirmed;
        }
        const auto failures =
            officers.failures(digest(attempt.name),
                              door.officer ? door.officer->id : storage::OfficerId{},
                              attempt.address,
                              attempt.now);
        door.wait = pause_left(failures, attempt.now);
    });
    return door;
}

SignIn::Outcome SignIn::refuse(const Attempt& attempt, std::string_view what) {
    writer_.run([&](Connection& writer) {
        Officers(writer).log_failure(digest(attempt.name), attempt.address, attempt.now);
        storage::AuditLog(writer).write(
            {"nobody", std::string(what), "", "from " + attempt.address, attempt.now});
    });
    return Refused{};
}

SignIn::Outcome SignIn::welcome(const Attempt& attempt,
                                const Officers::Officer& officer,
                                const std::string& new_hash,
                                std::string_view what) {
    Welcome welcome{random_token()};
    writer_.run([&](Connection& writer) {
        Officers officers(writer);
        if (!new_hash.empty()) {
            officers.set_password(officer.id, new_hash, attempt.now);
        }
        officers.start_session(
            digest(welcome.token), officer.id, random_token(), attempt.address, attempt.now);
        storage::AuditLog(writer).write({"officer:" + officer.name,
                                         std::string(what),
                                         "",
                                         "from " + attempt.address,
                                         attempt.now});
    });
    return welcome;
}

SignIn::Outcome SignIn::sign_in(const Attempt& attempt) {
    const Door door = look(attempt);
    if (door.wait.count() > 0) {
        return Wait{door.wait};
    }
    const bool right = check_password(door.secrets.password, attempt.password);
    if (!right || !door.officer || door.officer->disabled) {
        return refuse(attempt, "login.failed");
    }
    const std::string renewed =
        is_old_hash(door.secrets.password) ? hash_password(attempt.password) : "";
    if (door.wants_code) {
        if (!renewed.empty()) {
            writer_.run([&](Connection& writer) {
                Officers(writer).set_password(door.officer->id, renewed, attempt.now);
            });
        }
        return ask_for_code(attempt);
    }
    return welcome(attempt, *door.officer, renewed, "login");
}

SignIn::Outcome SignIn::ask_for_code(const Attempt& attempt) {
    CodeWanted wanted{random_token()};
    const storage::MutexLock lock(mutex_);
    std::erase_if(tickets_, [&](const auto& one) { return one.second.expires <= attempt.now; });
    if (tickets_.size() >= kMostTickets) {
        tickets_.clear();  // whoever is between the steps begins again
    }
    tickets_[digest(wanted.ticket)] = {attempt.name, attempt.now + kTicketLife};
    return wanted;
}

std::optional<std::string> SignIn::name_of(std::string_view ticket, Instant now) {
    const storage::MutexLock lock(mutex_);
    const auto found = tickets_.find(digest(ticket));
    const bool good = found != tickets_.end() && found->second.expires > now;
    return good ? std::optional(found->second.name) : std::nullopt;
}

SignIn::Outcome SignIn::enter_code(std::string_view ticket,
                                   std::string_view code,
                                   Attempt attempt) {
    const auto name = name_of(ticket, attempt.now);
    if (!name) {
        return Refused{};
    }
    attempt.name = *name;
    const Door door = look(attempt);
    if (door.wait.count() > 0) {
        return Wait{door.wait};
    }
    if (!door.officer || door.officer->disabled ||
        !factor_.opens(*door.officer, code, attempt.now)) {
        (void)refuse(attempt, "login.code_failed");
        return CodeWanted{std::string(ticket)};
    }
    {
        const storage::MutexLock lock(mutex_);
        tickets_.erase(digest(ticket));
    }
    return welcome(attempt, *door.officer, "", "login");
}

bool SignIn::remove_factor(const Officers::Officer& officer,
                           std::string_view code,
                           const Attempt& attempt) {
    const Door door = look(attempt);
    if (door.wait.count() > 0 || !factor_.opens(officer, code, attempt.now)) {
        (void)refuse(attempt, "account.app_off_failed");
        return false;
    }
    factor_.remove(officer, "officer:" + officer.name, attempt.now);
    return true;
}

SignIn::Outcome SignIn::set_first_password(const Attempt& attempt, std::string_view code) {
    const Door door = look(attempt);
    if (door.wait.count() > 0) {
        return Wait{door.wait};
    }
    const bool right = door.officer && !door.officer->disabled && !door.secrets.once_code.empty() &&
                       door.secrets.once_code == digest(code);
    if (!right) {
        return refuse(attempt, "password.code_failed");
    }
    const std::string hash = hash_password(attempt.password);
    if (!door.wants_code) {
        return welcome(attempt, *door.officer, hash, "password.set");
    }
    writer_.run([&](Connection& writer) {
        Officers(writer).set_password(door.officer->id, hash, attempt.now);
        storage::AuditLog(writer).write({"officer:" + door.officer->name,
                                         "password.set",
                                         "",
                                         "from " + attempt.address,
                                         attempt.now});
    });
    return ask_for_code(attempt);
}

bool SignIn::change_password(const Officers::Officer& officer,
                             std::string_view old,
                             const Attempt& attempt,
                             std::string_view token) {
    const Door door = look(attempt);
    if (door.wait.count() > 0 || !check_password(door.secrets.password, old)) {
        (void)refuse(attempt, "password.change_failed");
        return false;
    }
    const std::string hash = hash_password(attempt.password);
    writer_.run([&](Connection& writer) {
        Officers officers(writer);
        officers.set_password(officer.id, hash, attempt.now);
        officers.end_sessions(officer.id, digest(token), attempt.now);
        storage::AuditLog(writer).write({"officer:" + officer.name,
                                         "password.changed",
                                         "",
                                         "from " + attempt.address,
                                         attempt.now});
    });
    return true;
}

std::optional<Officers::Session> SignIn::session(std::string_view token, Instant now) {
    if (token.empty()) {
        return std::nullopt;
    }
    const std::string kept = digest(token);
    std::optional<Officers::Session> found;
    lend_([&](Connection& reader) { found = Officers(reader).session(kept, now); });
    if (found && now - found->seen_at > kTouchEvery) {
        writer_.run([&](Connection& writer) { Officers(writer).touch_session(kept, now); });
    }
    return found;
}

void SignIn::sign_out(std::string_view token, Instant now) {
    const std::string kept = digest(token);
    writer_.run([&](Connection& writer) {
        Officers officers(writer);
        if (const auto session = officers.session(kept, now)) {
            storage::AuditLog(writer).write(
                {"officer:" + session->officer.name, "logout", "", "", now});
        }
        officers.end_session(kept, now);
    });
}

}  // namespace console
