#include "storage/opt_out.h"

#include "storage/audit_log.h"
#include "storage/contacts.h"
#include "storage/outbox.h"

#include <fmt/format.h>

namespace storage {

namespace {

void audit(Connection& connection,
           std::string_view action,
           conversation::ContactId contact,
           std::string_view actor,
           Instant now) {
    AuditLog(connection)
        .write({std::string(actor),
                std::string(action),
                fmt::format("contact:{}", contact.value),
                {},
                now});
}

}  // namespace

void OptOut::stop(std::string_view channel,
                  std::string_view address,
                  std::string_view actor,
                  Instant now) {
    Contacts contacts(connection_);
    const auto contact = contacts.find_or_create(channel, address, now);
    if (contacts.set_stopped(channel, address, true, now)) {
        audit(connection_, "contact.stopped", contact.id, actor, now);
    }
    Outbox(connection_).cancel_unasked(channel, address, now);
}

void OptOut::resume(std::string_view channel,
                    std::string_view address,
                    std::string_view actor,
                    Instant now) {
    Contacts contacts(connection_);
    const auto contact = contacts.find(channel, address);
    contacts.set_address_state(channel, address, Contacts::AddressState::Active, now);
    if (contact && contacts.set_stopped(channel, address, false, now)) {
        audit(connection_, "contact.resumed", contact->id, actor, now);
    }
}

}  // namespace storage
