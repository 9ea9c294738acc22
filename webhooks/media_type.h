#pragma once
#include <string>
#include <string_view>

namespace webhooks {

// A Content-Type: "text/plain; charset=\"UTF-8\"" is type "text/plain", charset "UTF-8". Empty
// where it says nothing; letter case as written.
struct MediaType {
    std::string type;
    std::string charset;
};

[[nodiscard]] MediaType read_media_type(std::string_view header);

}  // namespace webhooks
