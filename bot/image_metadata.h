#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace bot {

struct CleanPicture {
    std::string bytes;
    std::string mime;  // image/jpeg or image/png
};

// A JPEG or PNG picture without what a camera writes into it besides the picture: place, time,
// device, comments, previews, anything after its end. Which way is up is kept. Nothing when the
// bytes are no whole picture of these kinds.
[[nodiscard]] std::optional<CleanPicture> without_metadata(std::string_view bytes);

}  // namespace bot
