#include "bot/demo_person.h"

#include "bot/demo_names.h"

#include <fmt/format.h>

namespace bot {

DemoPerson make_demo_person(DemoRandom& random, conversation::Period now) {
    DemoPerson person;
    const bool woman = random.chance(550);
    const std::string_view end =
        woman ? demo_pick(random, kGivenFemale) : demo_pick(random, kGivenMale);
    person.prefix = woman ? (random.chance(800) ? "นาง" : "นางสาว") : "นาย";
    person.given = std::string(demo_pick(random, kGivenFirst)).append(end);
    person.family =
        std::string(demo_pick(random, kFamilyFirst)).append(demo_pick(random, kFamilySecond));
    person.birth_year_be = now.year + 543 - random.between(32, 78);
    return person;
}

std::string demo_phone(int number) {
    return fmt::format("+6680{:07}", number);
}

}  // namespace bot
