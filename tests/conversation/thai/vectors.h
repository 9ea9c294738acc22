#pragma once
#include <nlohmann/json.hpp>

#include <fstream>
#include <stdexcept>
#include <string>

// Test data made by third-party code: tests/data/vectors/README.md says by which.
namespace vectors {

inline nlohmann::json load(const std::string& name) {
    std::ifstream in(std::string(SAMMACHIP_SOURCE_DIR) + "/tests/data/vectors/" + name);
    if (!in) {
        throw std::runtime_error("no test data " + name);
    }
    return nlohmann::json::parse(in);
}

// Calls visit(group id, case) for every case of a file of groups.
template <class Visit>
void each(const nlohmann::json& file, Visit visit) {
    for (const auto& group : file.at("groups")) {
        for (const auto& one : group.at("cases")) {
            visit(group.at("id").get<std::string>(), one);
        }
    }
}

inline double share(std::size_t part, std::size_t whole) {
    return 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace vectors
