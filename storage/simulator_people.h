#pragma once
#include "storage/connection.h"

#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Whom the chat simulator offers to talk as, on a reader.
class SimulatorPeople {
  public:
    struct Person {
        std::string address;   // "line:U…"; empty for a house that nobody speaks for yet
        std::string relation;  // to the house: HEAD SPOUSE CHILD OTHER, empty when not said
        std::string code;      // the open code of the house; empty when it is linked
        std::string head_name;
        std::string house_no;
        std::int64_t moo = 0;
        std::string village_th;
        std::string tambon_th;
    };

    explicit SimulatorPeople(Connection& connection) : connection_(connection) {}

    // People who speak for a house on that channel, the newest first, each once.
    [[nodiscard]] std::vector<Person> linked(std::string_view channel, unsigned limit);
    // Houses with an open code and nobody who speaks for them, in order of code.
    [[nodiscard]] std::vector<Person> invited(unsigned limit, Instant now);

  private:
    Connection& connection_;
};

}  // namespace storage
