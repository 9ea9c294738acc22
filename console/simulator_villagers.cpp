#include "console/simulator_villagers.h"

#include "storage/simulator_people.h"

#include <fmt/format.h>

namespace console {

namespace {

constexpr unsigned kEach = 8;
constexpr std::string_view kLine = "line:";

std::string name_of(const storage::SimulatorPeople::Person& person) {
    if (person.relation == "SPOUSE") {
        return "คู่สมรสของ" + person.head_name;
    }
    if (person.relation == "CHILD") {
        return "ลูกหลานของ" + person.head_name;
    }
    return person.relation == "OTHER" ? "คนในบ้านของ" + person.head_name : person.head_name;
}

SimulatorVillager villager_of(const storage::SimulatorPeople::Person& person) {
    return {.user = person.address.starts_with(kLine) ? person.address.substr(kLine.size()) : "",
            .name = name_of(person),
            .house = fmt::format("บ้านเลขที่ {} หมู่ {} {} ต.{}",
                                 person.house_no,
                                 person.moo,
                                 person.village_th,
                                 person.tambon_th),
            .code = person.code};
}

}  // namespace

std::vector<SimulatorVillager> simulator_villagers(storage::Connection& reader,
                                                   std::string_view channel,
                                                   conversation::Instant now) {
    storage::SimulatorPeople people(reader);
    std::vector<SimulatorVillager> villagers;
    for (const auto& person : people.invited(kEach, now)) {
        villagers.push_back(villager_of(person));
    }
    for (const auto& person : people.linked(channel, kEach)) {
        villagers.push_back(villager_of(person));
    }
    return villagers;
}

}  // namespace console
