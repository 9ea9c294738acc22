#pragma once
#include "storage/connection.h"
#include "storage/merge.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// People by name and telephone: heads of households, members of organisations, trainers. Nothing
// that is not needed is kept of them: no national id, no exact birth date.
class People {
  public:
    struct Record {
        PersonId id{};
        std::string prefix{};
        std::string given_name{};
        std::string family_name{};
        std::string sex{};  // M F X; empty: not known
        std::optional<std::int64_t> birth_year_be{};
        std::string phone{};  // E.164; empty: none known
    };

    // Whom a row of a file means.
    struct Match {
        enum class Kind {
            Nobody,   // someone new
            One,      // `person`
            Several,  // two or more fit
            Another,  // the telephone is that of `person`, who has another name
        };
        Kind kind = Kind::Nobody;
        Record person{};
    };

    explicit People(Connection& connection) : connection_(connection) {}

    [[nodiscard]] std::optional<Record> find(PersonId id);
    [[nodiscard]] std::vector<Record> with_phone(std::string_view phone);
    // Of this name, who have a role in the village or are head of a household there.
    [[nodiscard]] std::vector<Record> named(std::string_view given_name,
                                            std::string_view family_name,
                                            VillageId village);

    // By telephone, where the name does not speak against it; without one, by name in one of the
    // villages. One telephone may be several people's: then the name decides.
    [[nodiscard]] Match identify(const Record& given, const std::vector<VillageId>& villages);

    // The one person with this telephone; nothing when there is none or more than one.
    [[nodiscard]] PersonId only_with_phone(std::string_view phone);

    // Without an id makes a person; with one changes the person, and what is left empty stays.
    Put<PersonId> put(const Record& record, Instant now, std::string_view by);
    // Name and telephone stand as they are given, also where they are empty; the rest stays.
    void correct(const Record& record, Instant now);

  private:
    Connection& connection_;
};

// "นางบุญใจ ทองเจริญ"
[[nodiscard]] std::string full_name(const People::Record& person);
[[nodiscard]] std::string full_name(std::string_view prefix,
                                    std::string_view given_name,
                                    std::string_view family_name);

}  // namespace storage
