#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace webhooks {

// One field of a multipart/form-data body (RFC 7578). Views into the body.
struct FormPart {
    std::string name{};
    std::optional<std::string> file_name{};  // of a file, without any folder; may be empty
    std::string_view content{};
};

// The parts of a body in their order; `content_type` is the request's, with the boundary. Nothing
// when it is not well-formed multipart/form-data, has more than 100 parts, or a part's head is
// longer than 4,096 bytes.
[[nodiscard]] std::optional<std::vector<FormPart>> read_multipart(std::string_view content_type,
                                                                  std::string_view body);

// The part of that name; nullptr when there is none.
[[nodiscard]] const FormPart* part(const std::vector<FormPart>& parts, std::string_view name);

}  // namespace webhooks
