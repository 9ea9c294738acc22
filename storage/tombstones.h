#pragma once
#include "storage/connection.h"

#include <optional>
#include <string>
#include <string_view>

namespace storage {

// Remembers what was erased, so that the next import of an old file does not bring it back. Kept is
// a keyed digest (BLAKE2b, the key in this database) of how a file would name it: whoever has the
// whole database can try names against it, whoever sees the digest alone cannot.
class Tombstones {
  public:
    explicit Tombstones(Connection& connection) : connection_(connection) {}

    // Each of them may be called twice. Write what the register knew before it is erased.
    void bury_house(std::string_view village_code,
                    std::string_view house_no,
                    Instant now,
                    std::string_view by);
    void bury_phone(std::string_view e164, Instant now, std::string_view by);
    void bury_name(std::string_view village_code,
                   std::string_view given_name,
                   std::string_view family_name,
                   Instant now,
                   std::string_view by);

    // The day it was erased; nothing when it was not, or the tombstone was lifted.
    [[nodiscard]] std::optional<Day> house(std::string_view village_code,
                                           std::string_view house_no);
    [[nodiscard]] std::optional<Day> phone(std::string_view e164);
    [[nodiscard]] std::optional<Day> name(std::string_view village_code,
                                          std::string_view given_name,
                                          std::string_view family_name);

    // The household asked to take part again. False when there is no such tombstone.
    bool lift_house(std::string_view village_code,
                    std::string_view house_no,
                    Instant now,
                    std::string_view by);
    bool lift_phone(std::string_view e164, Instant now, std::string_view by);
    bool lift_name(std::string_view village_code,
                   std::string_view given_name,
                   std::string_view family_name,
                   Instant now,
                   std::string_view by);

  private:
    struct Named {
        std::string_view kind;  // HOUSE PHONE NAME
        std::string text;
    };

    void bury(const Named& named, Instant now, std::string_view by);
    bool lift(const Named& named, Instant now, std::string_view by);
    [[nodiscard]] std::optional<Day> find(const Named& named);
    [[nodiscard]] bool any();
    [[nodiscard]] std::string digest_of(const Named& named);
    [[nodiscard]] std::string key();
    void make_key();

    Connection& connection_;
    std::optional<bool> any_;  // most offices erased nobody: then nothing is computed
};

}  // namespace storage
