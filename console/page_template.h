#pragma once
#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace console {

// Fills console/pages/<name>, a Mustache template that is built into the program, with an object:
// strings (escaped for HTML by {{x}}), numbers, booleans, lists and objects for sections. Partials
// ({{> name}}) are other files of that folder or of console/static. Throws std::logic_error when
// there is no such template or it is not well-formed: a fault of the program.
[[nodiscard]] std::string fill_page(std::string_view name, const nlohmann::json& values);

}  // namespace console
