#pragma once
#include "storage/connection.h"

#include <cstdint>
#include <string>
#include <vector>

namespace storage {

// Forgets what was said with a contact, or the contact itself. Rows that count events and messages
// stay, empty; ids in the audit stay and lead nowhere.
class ContactErasure {
  public:
    // Where a contact's messages are, looked up on a reader: the tables of messages have no index
    // by contact, and the writer has no time to read them. What came after `upto` is looked up
    // again.
    struct Found {
        std::int64_t upto = 0;
        std::vector<std::int64_t> inbox;  // without text, too: they name the contact
        std::vector<std::int64_t> outbox;
        std::vector<std::int64_t> mentions;  // outbox rows of others that name its address
    };

    explicit ContactErasure(Connection& connection) : connection_(connection) {}

    [[nodiscard]] Found look(conversation::ContactId contact);

    // Texts in and out from `since` on, with the session, parts of long SMS and what gateways left.
    // What still waits to be sent goes, too, unless it is to be left. Returns how many rows.
    std::int64_t forget_talk(conversation::ContactId contact,
                             const Found& found,
                             Instant since,
                             bool leave_unsent);

    struct Gone {
        std::vector<std::string> addresses;  // "line:U…", "tel:+66…", as they were
        std::int64_t rows = 0;
    };

    // The contact with its addresses, its forms that are no household's, and every mention of it.
    // Its talk must be forgotten before.
    [[nodiscard]] Gone erase(conversation::ContactId contact, const Found& found);

  private:
    std::int64_t forget_sms(conversation::ContactId contact);

    Connection& connection_;
};

// Files that nothing refers to any more. Returns how many were deleted; at most `limit`.
std::int64_t delete_orphan_attachments(Connection& connection, std::int64_t limit);

// Overwrites what is deleted while it lives, on pages that become free, too.
class SecureDelete {
  public:
    explicit SecureDelete(Connection& connection);
    ~SecureDelete();
    SecureDelete(const SecureDelete&) = delete;
    SecureDelete& operator=(const SecureDelete&) = delete;
    SecureDelete(SecureDelete&&) = delete;
    SecureDelete& operator=(SecureDelete&&) = delete;

  private:
    Connection& connection_;
};

}  // namespace storage
