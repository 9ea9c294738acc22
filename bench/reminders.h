#pragma once
#include <cstdint>
#include <filesystem>

// What the parts of the bench of reminders share.
namespace bench {

inline constexpr std::int64_t kPeople = 100'000;

// A database of an office with an organisation, a plan and `kPeople` people on LINE. Gives the ids
// of the first person and the plan; people are numbered from there on.
struct Nation {
    std::int64_t first_person = 0;
    std::int64_t plan = 0;
};

[[nodiscard]] Nation make_nation(const std::filesystem::path& path);

// 100,000 pushes against a loopback LINE that takes 2,000 a second and fails in one of a hundred
// calls; prints what it took. False when one was lost or doubled.
[[nodiscard]] bool measure_pushes(const std::filesystem::path& path, std::int64_t pushes);

}  // namespace bench
