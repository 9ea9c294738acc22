#include "storage/reach.h"

#include "storage/contacts.h"
#include "storage/spending.h"

namespace storage {

namespace {

constexpr std::chrono::days kLately{7};

// By the small index of what was given up. Who has stopped us is told by the address itself, until
// she wants us back.
constexpr Sql kFailed{"reach.failed", R"sql(
SELECT 1 FROM outbox INDEXED BY outbox_given_up
WHERE state IN ('failed', 'expired') AND state = 'failed' AND channel = ?1 AND address = ?2
    AND updated_at >= ?3 AND coalesce(reason, '') <> 'opted_out' LIMIT 1)sql"};

}  // namespace

std::vector<Reach::Address> Reach::of(conversation::ContactId contact, Instant now) {
    const auto month = conversation::period_of(conversation::bangkok_day(now));
    std::vector<Address> all;
    for (const auto& known : Contacts(connection_).addresses(contact)) {
        Address address;
        address.channel = known.channel;
        address.address = known.address;
        address.active = known.state == Contacts::AddressState::Active;
        address.stopped = known.stopped;
        address.failed =
            connection_.query(kFailed, known.channel, known.address, now - kLately).step();
        address.quota = Quota(connection_).find(known.channel, month);
        address.spent = Spending(connection_).of(known.channel, month).cost;
        all.push_back(std::move(address));
    }
    return all;
}

}  // namespace storage
