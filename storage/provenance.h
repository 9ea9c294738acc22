#pragma once
#include "storage/connection.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Where every fact about a household comes from: who said it, for whom, when, by which channel,
// message and form version. Read-only; the caller writes the audit row of the look
// ("household.looked_at") in the same transaction. Every function throws StorageError.
class Provenance {
  public:
    struct House {
        conversation::HouseholdId id;
        std::string house_no;
        unsigned moo = 0;
        std::string village_code;
        std::string village_name;
        std::string tambon_name;
        std::string status;  // INVITED ACTIVE PAUSED WITHDRAWN MOVED CLOSED
        Instant created_at{};
        std::string created_by;  // "command", "officer:<name>", "contact:<id>"
    };

    // Somebody who speaks, or spoke, for the household.
    struct Speaker {
        conversation::ContactId contact;
        std::string relation;  // HEAD SPOUSE CHILD OTHER; empty: not asked yet
        std::vector<std::string> channels;
        std::string code;  // of the card that was used; empty: none on record
        Instant from{};
        std::optional<Instant> to;
    };

    struct Consent {
        conversation::ContactId contact;
        std::string relation;
        std::string purpose;  // DATA MESSAGES PHOTO PUBLISH
        std::string basis;    // CONSENT PUBLIC_TASK
        std::string notice_version;
        std::string channel;
        bool given = false;  // false: refused
        Instant at{};
        std::optional<Instant> withdrawn_at;
    };

    struct Baseline {
        std::map<std::string, std::int64_t>
            figures;             // income_month, saving_month …: the known ones
        std::string ref_period;  // empty: not known
        std::string source;      // SELF BMN OFFICER
        Instant updated_at{};
        std::string created_by;
    };

    // One figure of a revision: a word, baht, or unknown with its reason.
    struct Figure {
        std::string name;
        std::optional<std::string> word;
        std::optional<std::int64_t> baht;
        std::string unknown;  // NOT_ASKED DONT_KNOW REFUSED; empty when known
        std::string typed;    // what was typed; empty when a button, taken back or erased
    };

    // The message that made a revision true (the one that confirmed it).
    struct Message {
        InboxId id;
        std::string event_id;
        std::string kind;
        std::optional<std::string> text;  // none: no text, or erased by now
        Instant received_at{};
    };

    struct Revision {
        RevisionId id{};
        Period period;
        std::int64_t revision = 1;
        std::string status;   // CONFIRMED NEEDS_CHECK VOID
        bool counts = false;  // the one that exports and indicators use
        std::vector<Figure> figures;
        std::string flags;  // separated by blanks
        conversation::ContactId reporter;
        std::string relation;
        bool on_behalf = false;
        std::string informant;
        std::string channel;
        std::string language;
        std::string form_id;  // empty: none on record (imported, synthetic)
        std::string form_version;
        std::optional<Message> message;
        Instant at{};
    };

    explicit Provenance(Connection& connection) : connection_(connection) {}

    // The households meant by a card's code (6 digits), a house registration code (11 digits), a
    // household's id as exports show it, or "60030403/14" (village code, house number). Mostly one.
    [[nodiscard]] std::vector<conversation::HouseholdId> find(std::string_view code);

    [[nodiscard]] std::optional<House> house(conversation::HouseholdId id);
    // Oldest first.
    [[nodiscard]] std::vector<Speaker> speakers(conversation::HouseholdId id);
    [[nodiscard]] std::vector<Consent> consents(conversation::HouseholdId id);
    [[nodiscard]] std::optional<Baseline> baseline(conversation::HouseholdId id);
    // Newest month first, in a month the newest revision first.
    [[nodiscard]] std::vector<Revision> revisions(conversation::HouseholdId id);

  private:
    Connection& connection_;
};

}  // namespace storage
