#pragma once
#include "storage/connection.h"
#include "storage/merge.h"
#include "storage/register_ids.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// The organisations of the support team, of four kinds with fixed duties: CCC (ศอช.อ.), WOM
// (กพสอ.), VOL (volunteers' club) and SAV (savings groups).
class Organisations {
  public:
    struct Record {
        OrganisationId id{};
        std::string kind{};            // CCC WOM VOL SAV
        std::string name_th{};         // unique within its kind
        std::string level{};           // DISTRICT TAMBON PROVINCE
        std::string constituted_as{};  // COMMITTEE CLUB NETWORK ASSOCIATION REPS
    };

    struct Duty {
        std::string kind{};
        std::string code{};  // LIVELIHOOD MODEL TAMBON_PLAN TRAINERS POOR CAPITAL
        std::string thai{};
        std::string english{};
    };

    explicit Organisations(Connection& connection) : connection_(connection) {}

    [[nodiscard]] std::optional<Record> find(OrganisationId id);
    [[nodiscard]] std::optional<Record> find(std::string_view kind, std::string_view name_th);
    // By kind and name.
    [[nodiscard]] std::vector<Record> all();
    // The one that a file means by its kind alone: the only one, or the only one of the district.
    [[nodiscard]] OrganisationId only_of_kind(std::string_view kind);

    // Makes or changes the organisation of a kind and name. An empty level or constitution of a new
    // one is DISTRICT and what the kind usually is.
    Put<OrganisationId> put(const Record& record, Instant now, std::string_view by);

    [[nodiscard]] std::vector<Duty> duties();
    [[nodiscard]] bool has_duty(OrganisationId id, std::string_view code);

  private:
    Connection& connection_;
};

}  // namespace storage
